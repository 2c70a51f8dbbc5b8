import type { RowKinds } from "@/lib/spreadsheet/cells/cell-kind";
import { isBlank } from "@/lib/text/characters";
import { placeholderIn } from "@/lib/text/placeholder";

const UNIT =
  "(?:merchant|toko|usaha|outlet|data|baris|pendaftar|orang|rows?|records?|entries|shops?|stores?)";
const NUMBER = `(?:rp\\.? ?)?\\d[\\d.,]*(?: ${UNIT}s?)?`;
const TOTAL = "(?:(?:grand|sub)[ -]?)?(?:total|jumlah)";
const DONE =
  "diisi|dibuat|disusun|disiapkan|diperiksa|dicek|disetujui|diketahui|disahkan|diverifikasi|dicetak|diunduh|diekspor|diperbarui|prepared|approved|checked|reviewed|acknowledged|verified|filled(?: in)?|printed|exported|generated|created|updated|downloaded";
const MONTH =
  "(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|january|february|march|may|june|july|august|october|december)";

/** What stands above or below a list and is no merchant, however a shop is called. Signs around it were taken away. */
const NOTES = [
  `${TOTAL}[^:=]{0,40}[:=] ?${NUMBER}`,
  `${TOTAL} ${NUMBER}`,
  "(?:catatan|notes?|keterangan|ket|nb|n\\.b\\.?|p\\.?s|info|informasi|perhatian|penting|petunjuk|instruksi|cara pengisian|disclaimer|sumber|source|periode|period|halaman|page|legenda|legend) ?:.*",
  "(?:wajib|harus|mohon|tolong|harap|silakan) (?:di ?isi|isi|lengkapi|dilengkapi)\\b.*",
  "(?:kolom|fields?|columns?) (?:bertanda|dengan tanda|yang bertanda|marked|with)\\b.*",
  `(?:${DONE})(?: ?[,:]| (?:oleh|by|pada|on|at|tanggal|dari|from)\\b).*`,
  "(?:mengetahui|menyetujui|yang menyetujui|hormat kami|tanda tangan|ttd|best regards) ?(?:[,:.].{0,60})?",
  "(?:regards|terima ?kasih|thank you|salam|penerima|yang menerima) ?[,:.!]",
  "(?:halaman|hal\\.?|hlm\\.?|page) ?\\d+(?: ?(?:dari|of|/) ?\\d+)?",
  "(?:end|akhir) (?:of |dari )?(?:the )?(?:file|data|list|report|table|sheet|daftar|tabel|laporan)",
  `[\\p{L} .]{3,30}, ?(?:tanggal |tgl\\.? )?\\d{1,2} ${MONTH} \\d{4}`,
  "[\\p{L} .]{3,30}, ?[._…]{3,}.{0,20}",
].join("|");
const NOTE = new RegExp(`^(?:${NOTES})$`, "iu");
/** It says so only with signs around it: a shop may be called so. */
const END = /^[-–—=*#~_<]{1,20} ?(?:end|akhir|selesai|eof|habis)(?: of file| data)? ?[-–—=*#~_>]{1,20}$/i;
/** Offices of those who sign below a list. */
const OFFICE =
  /^(?:kepala (?:cabang|wilayah|toko)|(?:branch|area|sales|account|regional) (?:manager|head)|manajer (?:cabang|area)|direktur(?: utama)?|sales|supervisor|admin)$/i;
const SIGNS_AROUND = /^[\s*#•>()\-–—]+|\s+$/g;
const SMALL_NUMBER = new RegExp(`^(?=(?:\\D*\\d){1,6}\\D*$)${NUMBER}$`, "i");
const TOTAL_ALONE = new RegExp(`^${TOTAL}(?: ${UNIT})? ?[:=]?$`, "i");
const LABEL = /^(?:catatan|notes?|keterangan) ?:?$/i;
/** Neither an address nor a number that could be called stands in a note. */
const CONTACT = /@|\d(?:[ ().+-]{0,2}\d){7,}/;
const CONTACT_LETTERS = 200;

/** Words with which a row says what is to be written in each column. */
const WORDS_OF_INSTRUCTION =
  /^(?:(?:wajib|harus|di ?isi|isi|opsional|optional|required|mandatory|sesuai|maks(?:imal)?|max|min(?:imal)?|text|teks|string|varchar|format|aktif|active|boleh kosong|kosongkan|ketik|tulis|input|pilih|ktp|nib|npwp|siup|akta|wa|whatsapp|hp|e-?mail|nama|name|nomor|no|angka|number|huruf|karakter|characters?|digits?|tanpa|spasi|dengan|dan|atau|and|or|yang|bila|jika|ada|if|any|tidak|bisa|pic|owner|pemilik|usaha|toko|bisnis|perwakilan|merchant|referral|referensi|kode|unik|unique|valid|resmi|lengkap|login|akun|undangan|pengguna|dihubungi|\d{1,3})(?:[\s,./()*:-]+|$))+$/i;
const INSTRUCTION =
  /\b(?:wajib|harus|isi|diisi|opsional|optional|required|mandatory|sesuai|maks|max|text|teks|string|varchar|format)\b/i;
const COLUMN_NUMBER = /^\(?(\d{1,2})\)?$/;
/** So many cells say together what one of them could not. */
const ENOUGH_CELLS = 3;

/**
 * Why a row that cannot be sent is certainly no merchant: there is nothing in the columns of the fields but signs for
 * nothing (`row_empty`), or they hold a total, a note, a signature or what is to be filled in (`row_note`). Null where a
 * merchant could be meant. `columns` are those that fill a field. Pure.
 */
export function readNote(
  cells: readonly string[],
  columns: readonly number[],
  kinds: RowKinds,
): "row_empty" | "row_note" | null {
  const texts: string[] = [];
  for (const column of columns) {
    const text = (cells[column] ?? "").trim();
    const isNothing = isBlank(text) || placeholderIn(text) === "nothing" || kinds?.[column]?.kind === "zero";
    if (!isNothing) texts.push(text.replace(/\s+/g, " "));
  }
  if (texts.length === 0) return "row_empty";
  if (cells.some((text) => CONTACT.test(text.slice(0, CONTACT_LETTERS)))) return null;
  const label = columns.includes(0) ? "" : (cells[0] ?? "").trim();
  return isLabelled(label, texts) || isNote(texts) || isInstruction(texts) || isNumbering(texts)
    ? "row_note"
    : null;
}

function isNote(texts: readonly string[]): boolean {
  const bare = texts.map((text) => (END.test(text) ? text : text.replace(SIGNS_AROUND, "")));
  if (bare.every((text) => OFFICE.test(text))) return true;
  const rest = bare.filter((text) => !NOTE.test(text) && !END.test(text));
  const others = rest.filter((text) => !SMALL_NUMBER.test(text) && !OFFICE.test(text));
  const [other] = others;
  if (other === undefined) return rest.length < bare.length;
  // `Total` alone may be a shop; beside a number it is none.
  return others.length === 1 && TOTAL_ALONE.test(other) && (/[:=]$/.test(other) || bare.length > 1);
}

/** Whether a column of theirs in front says what the one thing beside it is. */
function isLabelled(label: string, texts: readonly string[]): boolean {
  if (TOTAL_ALONE.test(label)) return texts.every((text) => SMALL_NUMBER.test(text));
  return texts.length === 1 && LABEL.test(label);
}

function isInstruction(texts: readonly string[]): boolean {
  return (
    texts.length >= ENOUGH_CELLS &&
    texts.every((text) => text.length <= 80 && WORDS_OF_INSTRUCTION.test(text)) &&
    texts.some((text) => INSTRUCTION.test(text))
  );
}

/** `(1)`, `(2)`, `(3)` under the headings. */
function isNumbering(texts: readonly string[]): boolean {
  const numbers = texts.map((text) => Number(COLUMN_NUMBER.exec(text)?.[1] ?? Number.NaN));
  return (
    numbers.length >= ENOUGH_CELLS &&
    numbers.every((number, place) => place === 0 || number > (numbers[place - 1] ?? 0)) &&
    !numbers.some(Number.isNaN)
  );
}
