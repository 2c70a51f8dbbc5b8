import type { DokuField } from "@/lib/doku/problem-field";
import type { OUTCOME_OF } from "@/lib/doku/reason";
import { causeOf } from "@/lib/registrations/cause";
import { comparisonName } from "@/lib/text/comparison";

// Names are put together from ordinary words, so that no list of real merchants or people is needed; addresses
// end in .example, which nobody can own.

const TRADES =
  "Kopi,Warung,Toko,Kedai,Bakso,Soto,Laundry,Bengkel,Apotek,Butik,Salon,Roti & Kue,Mie Ayam,Nasi Goreng,Sate,Martabak,Depot,Rumah Makan,Jus & Es,Batik,Mebel,Percetakan,Fotokopi,Pulsa,Sembako,Ayam Bakar,Dimsum,Katering,Tani,Sepatu,Tas,Gerabah,Taman,Kebun,Optik,Studio,Gudeg,Rujak,Pempek,Angkringan";
const FIRST_WORDS =
  "Senja,Mentari,Melati,Kenanga,Cempaka,Embun,Pelangi,Bintang,Rembulan,Fajar,Pagi,Sore,Angin,Ombak,Samudra,Telaga,Lembah,Bukit,Gunung,Rimba,Bambu,Jati,Cendana,Pandan,Sereh,Kunyit,Jahe,Pala,Cengkeh,Kelapa,Nangka,Mangga,Salak,Manggis,Merpati,Kenari,Elang,Rusa,Kancil,Kijang,Biru,Hijau,Jingga,Ungu,Merah,Putih,Emas,Perak,Intan,Mutiara,Zamrud,Kaca,Lentera,Pelita,Obor,Layar,Dermaga,Pasir,Karang,Nusa";
const SECOND_WORDS =
  "Abadi,Jaya,Makmur,Sejahtera,Bahagia,Lestari,Mandiri,Utama,Sentosa,Berkah,Rejeki,Harapan,Bersama,Sahabat,Keluarga,Nusantara,Raya,Indah,Asri,Damai,Rukun,Tentram,Subur,Maju,Gemilang,Cerah,Sukses,Prima,Mulia,Setia,Tulus,Ceria,Segar,Hangat,Nikmat,Lezat,Sedap,Legit,Manis,Gurih";
const PLACES =
  ",,,,Barat,Timur,Utara,Selatan,Tengah,Hulu,Hilir,Lama,Baru,Satu,Dua,Tiga,Empat,Lima,Enam,Tujuh,Atas,Bawah,Pojok,Simpang";
const LEGAL_FORMS = ",,,,,,,,PT ,PT. ,CV ,CV. ,UD ,Koperasi ";
const GIVEN_NAMES =
  "Adi,Agus,Ayu,Bagas,Bayu,Budi,Citra,Dewi,Dian,Dimas,Eka,Endah,Fitri,Galih,Hadi,Hesti,Indra,Intan,Joko,Kartika,Lestari,Lina,Maya,Nanda,Niken,Putri,Rani,Ratna,Rizki,Sari,Sekar,Tari,Tono,Utami,Wahyu,Wati,Wulan,Yanti,Yoga,Yuni";
const FAMILY_NAMES =
  "Contoh,Misal,Umpama,Teladan,Percobaan,Santika,Wiranata,Kusumaning,Pratamadi,Wijayanto,Hartadi,Saputrana,Nugrahadi,Setyadi,Purwadi,Anggrainu,Maharanu,Rahayuni,Suryadi,Wibawadi";

const list = (text: string) => text.split(",");

/** What DOKU was seen to object to, or may; the field as our form calls it. */
const REFUSALS: readonly { field: DokuField | null; message: string; share: number }[] = [
  { field: "businessName", message: "business.name must not contain special characters", share: 30 },
  { field: "representativeEmail", message: "business.contact.email is already registered", share: 25 },
  { field: "phoneNumber", message: "business.contact.phone_number is not a mobile number", share: 18 },
  { field: "invitedUserEmail", message: "invited_user.email must be a well-formed email address", share: 12 },
  { field: "referralCode", message: "referral.code is not known", share: 8 },
  { field: "partnerReference", message: "business.partner_ref_id has been used", share: 4 },
  { field: null, message: "The request does not meet the requirements", share: 3 },
];
const UNSURE = [
  "header_timeout",
  "connection_lost",
  "server_error",
  "empty_answer",
] as const satisfies readonly (keyof typeof OUTCOME_OF)[];
const NOT_SENT = [
  "connect_refused",
  "dns",
  "connect_timeout",
  "tls",
] as const satisfies readonly (keyof typeof OUTCOME_OF)[];

/** People who own what is seeded. They have no password, so nobody can sign in as one of them. */
export const SEED_PEOPLE = [
  "Ayu Contoh",
  "Bagas Misal",
  "Citra Umpama",
  "Dimas Teladan",
  "Endah Contoh",
  "Galih Misal",
  "Hesti Umpama",
  "Indra Teladan",
  "Kartika Contoh",
  "Niken Misal",
  "Rizki Umpama",
  "Wulan Teladan",
] as const;

/** The arrays that the statement of the seed picks from; keys and causes come from the product's own rules. */
export function seedWords() {
  const trades = list(TRADES);
  return {
    forms: list(LEGAL_FORMS),
    trades,
    tradeKeys: trades.map(comparisonName),
    firstWords: list(FIRST_WORDS),
    secondWords: list(SECOND_WORDS),
    places: list(PLACES),
    givenNames: list(GIVEN_NAMES),
    familyNames: list(FAMILY_NAMES),
    refusals: REFUSALS.flatMap(({ share, ...refusal }) => Array.from({ length: share }, () => refusal)).map(
      ({ field, message }) => ({
        field,
        message,
        cause: causeOf("NEEDS_FIX", { reason: "validation", message, problemField: field }),
      }),
    ),
    unsure: UNSURE.map((reason) => ({ reason, cause: causeOf("UNCONFIRMED", ending(reason)) })),
    notSent: NOT_SENT.map((reason) => ({ reason, cause: causeOf("FAILED", ending(reason)) })),
  };
}

function ending(reason: keyof typeof OUTCOME_OF) {
  return { reason, message: null, problemField: null };
}
