import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** What people write beside a merchant who is not to be invited any more. */
const WORDS =
  "batal|dibatalkan|cancel|cancelled|canceled|tutup|tutup permanen|sudah tutup|jangan dikirim|jangan didaftarkan|jangan diundang|tidak jadi|tdk jadi|gak jadi|ga jadi|sudah terdaftar|sudah daftar|sudah didaftarkan|already registered|duplikat|duplicate|dobel|skip|do not send|do not register|do not invite|ditunda|tunda|on hold|mundur";
const CALLED_OFF = new RegExp(`^\\s*(?:${WORDS})[\\s.!]*$`, "i");
/** It is no longer than this. */
const LONGEST = Math.max(...WORDS.split("|").map((words) => words.length)) + 4;
/** `Toko Maju (tutup)`, `Toko Maju - BATAL`. */
const BEHIND_NAME = new RegExp(`(?:[([] ?| [-–] ?)(${WORDS})[)\\]]?$`, "i");

/**
 * What a row says of a merchant who is not to be invited: as a cell of theirs by itself, or behind the name. Null for
 * nearly every row. Pure.
 */
export function calledOff(
  cells: readonly string[],
  fields: readonly HeadingField[],
  businessName: string,
): string | null {
  for (let place = 0; place < cells.length; place += 1) {
    if (fields[place] !== "") continue;
    const text = cells[place] ?? "";
    if (text.length > 3 && text.length <= LONGEST && !isDigit(text) && CALLED_OFF.test(text))
      return text.trim();
  }
  return mayHaveNote(businessName) ? (BEHIND_NAME.exec(businessName.trim())?.[1] ?? null) : null;
}

function mayHaveNote(name: string): boolean {
  return name.includes(")") || name.includes("]") || name.includes("-") || name.includes("–");
}

function isDigit(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
