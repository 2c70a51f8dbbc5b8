import { removeInvisibleMarks } from "@/lib/text/characters";
import type { RegistrationField } from "./registration-fields";

/**
 * What a heading or a label names: a field; `email`, one of the two addresses without saying which; `name`, somebody's
 * or something's; `contact`, a person or their number; `reference`, a code of theirs; `other`, something that we do not
 * ask for, such as where a shop is.
 */
export type NamedThing = RegistrationField | "email" | "name" | "contact" | "reference" | "other";

/** The words of headings in both languages, as people write them, by what they say. */
const WORDS = {
  business:
    "toko usaha bisnis business merchant mercant merchan marchant outlet perusahaan company store shop warung tenant kedai resto restoran restaurant brand merek merk gerai lapak ukm umkm badan instansi",
  person:
    "pic pemilik owner perwakilan representative penanggungjawab pj narahubung pengurus direktur director ceo cp wakil penanggung jawab person pengelola pengusaha manager manajer",
  whole: "lengkap full fullname pribadi personal individual panjang",
  login:
    "login akun account undangan undang diundang invited invite invitation user pengguna username aktivasi activation daftar registrasi registration terdaftar kasir cashier dashboard dasbor admin",
  name: "nama name nm",
  email: "email surel mail imel emal emails",
  phone:
    "hp handphone wa whatsapp whatsap watsap telp telepon telpon tlp tel telephone phone mobile ponsel seluler cell cellphone hape gsm",
  contact: "kontak contact hubungi",
  number: "no nomor number nomer num nmr nr",
  code: "kode code kd",
  id: "id",
  seller: "sales agen agent marketing affiliate afiliasi ao am salesman salesperson surveyor",
  referral: "referral referal refferal refferral reff promo referrer",
  ref: "ref referensi reference",
  outside: "external eksternal partner unik unique internal",
  address: "alamat address",
  other:
    "jalan jl kota city kabupaten kab provinsi prov province kecamatan kec kelurahan kel desa rt rw pos zip postal jenis bentuk kategori category tipe type status tanggal tgl date tahun bulan waktu jam hari time catatan keterangan ket note notes remark remarks komentar link url website web situs instagram ig facebook fb tiktok twitter linktree npwp nik ktp sim paspor passport rekening rek bank bca bri bni mandiri cabang branch atas jumlah total omzet omset revenue harga price foto photo gambar file koordinat latitude longitude lat long maps fax faks faksimile password sandi pin otp kelamin gender umur usia lahir birth jabatan position title posisi agama wilayah area region negara country ibu kandung produk product menu depan belakang first last luas legalitas nib siup izin dokumen document mcc edc qris mdr rate fee settlement terminal tid mid pajak tax skala segmen segment group grup leader supervisor spv atasan cs darurat emergency",
  filler:
    "yang di ke dari untuk dan atau the of and or your anda wajib required mandatory optional opsional harus diisi isi contoh eg utama aktif active resmi sesuai bila jika ada if any bisa dapat dihubungi main primary format kolom column tanpa spasi legal jelas benar valid yg dg dgn dengan minimal maks max digit angka gmail kantor office rumah home alternatif",
} as const;

type Kind = keyof typeof WORDS;

const KIND_OF = new Map<string, Kind>();
for (const kind of Object.keys(WORDS).filter(isKind)) {
  for (const word of WORDS[kind].split(" ")) KIND_OF.set(word, kind);
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(WORDS, text);
}

const LONGEST = 100;
/** Words that are written together or say one thing together, before they are told apart. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/whats[\s-]?app/gi, " wa "],
  [/(\p{Ll})(\p{Lu})/gu, "$1 $2"],
  [/\be[-_. ]?mail/gi, "email"],
  [/\b(?:contact|kontak)[\s_-]*person\b/gi, " pic "],
  [/\bsesuai (?:dengan )?(?:ktp|identitas|nik)\b/gi, " pribadi "],
  // DOKU's ids are none of theirs.
  [/\b(?:business|bisnis|brand)[\s_-]*ids?\b|\bid[\s_-]*(?:business|bisnis|brand)\b/gi, " status "],
  [/\bsesuai (?:dengan )?(?:nib|npwp|siup|akta)\b/gi, " "],
];

/**
 * What a heading of a column or a label before a colon names, by its words; null where it has a word that we do not
 * know, for that may turn what it says into something else. What stands in parentheses may only add to it.
 */
export function namedBy(text: string): NamedThing | null {
  if (text.length > LONGEST) return null;
  const plain = PHRASES.reduce(
    (words, [phrase, meaning]) => words.replace(phrase, meaning),
    removeInvisibleMarks(text.normalize("NFKC")),
  ).toLowerCase();
  const inside = kindsOf([...plain.matchAll(/[([{]([^)\]}]*)/g)].map(([, words = ""]) => words).join(" "));
  const outside = kindsOf(plain.replace(/[([{][^)\]}]*[)\]}]?/g, " "));
  if (outside.includes(null)) return null;
  return nameOf(new Set([...outside, ...inside].filter((kind) => kind !== null)));
}

const LABEL_HEADS: ReadonlySet<Kind> = new Set([
  ...(["name", "email", "phone", "contact", "number", "code", "id", "address", "other", "ref"] as const),
]);

/**
 * Whether words that name something are a label by themselves where other words stand before them: `Nama PIC`, `Store
 * name` and `Penanggung jawab` are, `Store PIC` is the end of an answer and a label.
 */
export function isWholeLabel(words: readonly string[]): boolean {
  const kinds = words.map((word) => kindsOf(word.toLowerCase())[0] ?? null);
  const [first = null] = kinds;
  const last = kinds.at(-1) ?? null;
  if (kinds.length === 1 || (first !== null && LABEL_HEADS.has(first))) return true;
  if (kinds.length === 2 && last !== null && (LABEL_HEADS.has(last) || first === last)) return true;
  return false;
}

/** The kinds of the words; null for one that is not known. */
function kindsOf(text: string): (Kind | null)[] {
  const words = text.split(/[^\p{L}]+/u).filter((word) => word.length > 1);
  return words.flatMap((word): (Kind | null)[] => {
    const kind = KIND_OF.get(word);
    if (kind) return [kind];
    return split(word)?.flatMap((part) => KIND_OF.get(part) ?? []) ?? [null];
  });
}

/** `namatoko` as the two words that it is made of; null where it is none of ours. */
function split(word: string): string[] | null {
  for (let at = word.length - 2; at >= 2; at -= 1) {
    const first = word.slice(0, at);
    const rest = word.slice(at);
    if (KIND_OF.has(first) && KIND_OF.has(rest)) return [first, rest];
  }
  return null;
}

function nameOf(kinds: ReadonlySet<Kind>): NamedThing | null {
  const has = (...some: Kind[]) => some.some((kind) => kinds.has(kind));
  if (has("other") || (has("address") && !has("email"))) return "other";
  if (has("email") && has("phone")) return "other";
  if (has("seller", "referral")) return nameOfSeller(kinds);
  if (has("email")) return emailOf(kinds);
  if (has("phone")) return "phoneNumber";
  if (has("contact")) return has("number") ? "phoneNumber" : has("name") ? "representativeName" : "contact";
  if (has("ref"))
    return has("code", "id", "number", "outside", "business") ? referenceOf(kinds) : "reference";
  if (has("code", "id")) return has("business", "outside") ? "partnerReference" : codeOf(kinds);
  if (has("login")) return has("name", "business", "person", "number") ? "other" : "invitedUserEmail";
  if (has("person")) return has("number") ? "contact" : "representativeName";
  if (has("business")) return has("number") ? "reference" : "businessName";
  if (has("name")) return has("whole") ? "representativeName" : has("outside") ? "other" : "name";
  return null;
}

/** Whoever brought the merchant has a code; their name and address are nobody's whom we invite. */
function nameOfSeller(kinds: ReadonlySet<Kind>): NamedThing {
  const isPersonal = (["email", "phone", "name", "person", "contact", "number"] as const).some((kind) =>
    kinds.has(kind),
  );
  if (isPersonal) return "other";
  return kinds.has("referral") || kinds.has("code") || kinds.has("id") ? "referralCode" : "other";
}

function emailOf(kinds: ReadonlySet<Kind>): NamedThing {
  if (kinds.has("login")) return "invitedUserEmail";
  return kinds.has("person") || kinds.has("contact") ? "representativeEmail" : "email";
}

/** `Kode ref` is a referral code, `No. ref` and `Ref ID` are theirs; `Kode referensi` may be either. */
function referenceOf(kinds: ReadonlySet<Kind>): NamedThing {
  return kinds.has("code") && !kinds.has("outside") && !kinds.has("business")
    ? "reference"
    : "partnerReference";
}

function codeOf(kinds: ReadonlySet<Kind>): NamedThing {
  return kinds.has("code") && !kinds.has("person") && !kinds.has("login") ? "reference" : "other";
}
