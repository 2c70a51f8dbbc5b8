/**
 * The words in which an API says what is wrong, in English and Indonesian, with the names of its fields. None of them
 * tells of a person: words that are also names (may, will, mark …) are left out. Lower case.
 */
const WORDS = `
a an and any api are as at be been before body by can cannot character characters client contain contains contained between blank could does did
due during each empty filled error errors exceed exceeded exceeds exist existing exists expired failed fails false field fields
following for form format formatted formed forbidden found from gateway greater has have header headers http https id ids if in
incorrect input internal invalid invalid_request_error is it its json key least length less limit locked long longer malformed many match
maximum max media method minimum min mismatch missing more most must no not null number numeric object of only or other
out parameter parameters pattern please present previously processed provided range reached received refused registered
rejected request requests required resource response same server service short signature size static string such sum supported
taken temporarily terminated that the this time timeout timestamp to too try type unable unauthorized unavailable unexpected
unique unknown unprocessable unsupported upstream use used using valid validation value values was well were when which
with within without wrong yet you your already allowed again another available bad bytes created duplicate duplicated
duplicates entity mandatory optional account accounts active approved blocked brand brands business businesses calling category code codes
contact contacts country credential data date digest digits domain email emails e-mail environment first
invited land landline last lite lowercase uppercase letter letters digit merchant mobile name names partner partner_ref_id pending
phone phone_calling_code phone_number phone_numbers invited_user referral referral_code reference ref representative
secret space spaces special state status telephone user users verified verification whatsapp address ktp nik npwp
html head title center hr br div span p h1 h2 pre doctype nginx cloudflare openresty apache
tidak bukan belum sudah adalah atau dan dari dengan di diisi digunakan ditolak diterima ditemukan gagal harus ini itu karena ke
kode kosong lagi lebih maksimal maksimum minimal minimum nama nomor terdaftar terpakai dipakai telepon ponsel hp oleh pada permintaan salah
sama silakan sistem telah terlalu banyak panjang pendek untuk wajib mengandung memuat khusus yang dapat bisa coba kembali pengguna bisnis usaha
perwakilan kontak referensi akun alamat surel karakter angka huruf tersedia
`;

const PLAIN_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

/** Whether a word may be read by anybody, whatever it stands in. */
export function isPlainWord(word: string): boolean {
  return PLAIN_WORDS.has(word.toLowerCase());
}
