import type { Locale } from "@/lib/i18n/locale";
import type { MailReason } from "@/lib/mail/mail-ending";
import type { NudgeTemplates } from "./built-in-templates";

/** How a reminder leaves: the person's WhatsApp, an e-mail, or their clipboard. */
export const NUDGE_CHANNELS = ["whatsapp", "email", "copy"] as const;
export type NudgeChannel = (typeof NUDGE_CHANNELS)[number];

/** What became of a reminder; `sending` that is over is one that may have been sent. */
export type NudgeState = "handed_over" | "sending" | "sent" | "failed";

/** One reminder as the timeline shows it. Times are ISO 8601 in UTC. */
export type NudgeView = {
  id: string;
  at: string;
  channel: NudgeChannel;
  /** `maybe` is one that was given to the mail server, and of which nobody heard. */
  state: NudgeState | "maybe";
  reason: string | null;
  wasOverridden: boolean;
  actorName: string;
};

/** The last reminder where it is so fresh that the merchant is left alone. */
export type Cooling = { at: string; byName: string; channel: NudgeChannel; until: string };

/** Everything that is needed to remind one merchant, each message in both languages. */
export type Reminder = {
  businessName: string;
  /** Masked, as the message names it. */
  inbox: string;
  messages: NudgeTemplates;
  /** Whether a WhatsApp address can be made of the merchant's number. */
  hasWhatsApp: boolean;
  /** To whom an e-mail goes; "" where there is no address. */
  email: string;
  /** As whom Mitra itself sends; null where the person's own mail program does. */
  mailFrom: string | null;
  /** Whom the merchant's answer to that goes to. */
  replyTo: string;
  /** When DOKU told the list of documents; null where it is a usual one. */
  documentsAt: string | null;
  /** The day on which somebody comes back to them; null where none is planned. */
  followUpAt: string | null;
  cooling: Cooling | null;
};

/** What is handed in to remind one merchant. `id` is made by the browser: the same one again is the same press. */
export type NudgeRequest = {
  id: string;
  registrationId: string;
  channel: NudgeChannel;
  locale: Locale;
  subject: string;
  body: string;
  /** When the last reminder was that the person was told of and passes over; another one asks anew. */
  overrides: string | null;
};

/** What came of it. */
export type NudgeAnswer =
  /** Written down; the browser opens `href`, or copies the text where there is none. */
  | { kind: "handed_over"; href: string | null }
  | { kind: "sent"; to: string }
  /** The mail server may have it; it is not sent again by itself. */
  | { kind: "maybe" }
  /** Nothing was sent. */
  | { kind: "failed"; reason: MailReason }
  | { kind: "cooling"; cooling: Cooling }
  /** Nothing was written or sent: the text has to be changed first. */
  | { kind: "refused"; problem: "missing" | "tooLong" | "hasId"; found: string };
