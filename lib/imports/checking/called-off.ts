import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** What people write beside a merchant who is not to be invited any more. */
const WORDS =
  "batal|dibatalkan|cancel|cancelled|canceled|tutup|tutup permanen|sudah tutup|jangan dikirim|jangan didaftarkan|jangan diundang|tidak jadi|tdk jadi|gak jadi|ga jadi|sudah terdaftar|sudah daftar|sudah didaftarkan|already registered|duplikat|duplicate|dobel|skip|do not send|do not register|do not invite|ditunda|tunda|on hold|mundur";
const CALLED_OFF: ReadonlySet<string> = new Set(WORDS.split("|"));
const LONGEST = Math.max(...[...CALLED_OFF].map((words) => words.length)) + 2;
/** The letters with which they begin. */
const BEGINNINGS: ReadonlySet<number> = new Set([...CALLED_OFF].map((words) => words.charCodeAt(0)));
/** `Toko Maju (tutup)`, `Toko Maju - BATAL`. */
const BEHIND_NAME = new RegExp(`(?:[([] ?| [-–—] ?)(${WORDS})[)\\]]?$`, "i");

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
    const text = cells[place] ?? "";
    if (fields[place] !== "" || text === "" || text.length > LONGEST) continue;
    const begins = text.charCodeAt(0) | 0x20;
    // A space before it says no letter.
    if (begins !== 0x20 && !BEGINNINGS.has(begins)) continue;
    const said = text.trim();
    if (CALLED_OFF.has(said.toLowerCase().replace(/[.!]+$/, ""))) return said;
  }
  if (!/[)\]]|[-–—] ?\p{L}/u.test(businessName)) return null;
  return BEHIND_NAME.exec(businessName.trim())?.[1] ?? null;
}
