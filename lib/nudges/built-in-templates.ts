import type { Locale } from "@/lib/i18n/locale";

/** The ways for which words are kept; what is copied has those of WhatsApp. */
export const TEMPLATE_CHANNELS = ["whatsapp", "email"] as const;
export type TemplateChannel = (typeof TEMPLATE_CHANNELS)[number];

/** The languages of a reminder; Indonesian first, which most merchants read. */
export const NUDGE_LOCALES = ["id", "en"] as const satisfies readonly Locale[];

/** The words of a reminder with their placeholders; WhatsApp has no subject. */
export type NudgeTemplate = { subject: string; body: string };
export type NudgeTemplates = Record<TemplateChannel, Record<Locale, NudgeTemplate>>;

const WHATSAPP = {
  id: `Halo {representative_name}, saya {sender}.

Pendaftaran {business_name} di DOKU tinggal dilengkapi. Cari undangan dari DOKU di kotak masuk {inbox}, dan juga di folder spam.

Buka undangan itu, lalu lengkapi data bisnis di DOKU Dashboard. Siapkan dokumen ini:
{documents}

Setelah data lengkap, DOKU memverifikasi dalam 2×24 jam. Dana penjualan ditahan dulu dan baru dicairkan setelah verifikasi selesai.

Kalau undangannya tidak ada, balas pesan ini. Terima kasih.`,
  en: `Hello {representative_name}, this is {sender}.

The registration of {business_name} at DOKU only needs to be completed. Look for the invitation from DOKU in the inbox of {inbox}, and in its spam folder too.

Open the invitation and complete the business data in DOKU Dashboard. Have these documents ready:
{documents}

Once the data is complete, DOKU verifies it within 2×24 hours. Settlement is held until the verification has ended.

If you cannot find the invitation, reply to this message. Thank you.`,
} as const satisfies Record<Locale, string>;

/** The words that hold where nobody wrote others. */
export const BUILT_IN_TEMPLATES: NudgeTemplates = {
  whatsapp: { id: { subject: "", body: WHATSAPP.id }, en: { subject: "", body: WHATSAPP.en } },
  email: {
    id: {
      subject: "Lengkapi pendaftaran {business_name} di DOKU",
      body: WHATSAPP.id.replace("balas pesan ini", "balas email ini"),
    },
    en: {
      subject: "Complete the registration of {business_name} at DOKU",
      body: WHATSAPP.en.replace("reply to this message", "reply to this email"),
    },
  },
};
