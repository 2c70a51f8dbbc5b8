/**
 * What people write where they have nothing to say. `nothing` says so for certain; `doubtful` may be meant, as a
 * shop may be called Blank and a person Null.
 */
export type Placeholder = "nothing" | "doubtful";

const LONGEST = 24;
/** Dashes, dots and the like alone. */
const SIGNS_ONLY = /^[\p{Pd}\u2212_.…·•*,:;/\\|~?=+'"“”‘’`#()[\]<>{}\s]+$/u;
const AROUND = /^[\s([<{"'“‘`*_.\p{Pd}]+|[\s)\]>}"'”’`*_.!\p{Pd}]+$/gu;

const NOTHING = new Set([
  ...[
    "nan",
    "null",
    "none",
    "nil",
    "na",
    "n/a",
    "n.a",
    "n\\a",
    "n-a",
    "n a",
    "undefined",
    "nihil",
    "kosong",
    "nul",
  ],
  ...["not available", "not applicable", "no data", "no value", "not set", "not provided", "nothing"],
  ...["dikosongkan", "sengaja dikosongkan", "data kosong", "tanpa data", "tidak ada data", "belum ada data"],
  ...[
    "tidak ada",
    "tdk ada",
    "tak ada",
    "gak ada",
    "ga ada",
    "gk ada",
    "ngga ada",
    "nggak ada",
    "enggak ada",
  ],
  ...["belum ada", "blm ada", "belum diisi", "blm diisi", "tidak diisi", "belum punya", "blm punya"],
  ...[
    "tidak punya",
    "tdk punya",
    "gak punya",
    "ga punya",
    "tidak tersedia",
    "belum tersedia",
    "tidak diketahui",
  ],
]);
/** The same words with a capital are names of people. */
const NAMES = new Set(["Nan", "Null", "Nil", "Na"]);
const DOUBTFUL = new Set([
  ...["blank", "empty", "unknown", "tba", "tbd", "tbc", "to be announced", "to be determined", "menyusul"],
  ...[
    "belum",
    "tidak",
    "tidak tahu",
    "tanpa nama",
    "no name",
    "noname",
    "isi di sini",
    "diisi",
    "test",
    "tes",
    "coba",
    "contoh",
    "dummy",
    "asdf",
  ],
  // The same as in the row above.
  ...["idem", "ditto", "s.d.a", "sama", "sama dengan atas", "sama dengan di atas", "sama dgn atas"],
  ...["sama seperti atas", "sama seperti di atas", "lihat atas", "seperti atas", "seperti di atas"],
]);
/** Marks in place of letters and digits, and what stands for the row above; with capitals it is Sidoarjo. */
const MARKS = /^(?:x{3,}|X{3,}|0+|sda|〃)$/;

/** How the words above begin. Nearly every text begins otherwise, and a spreadsheet has a million of them. */
const BEGINNINGS = new Set(
  [...NOTHING, ...DOUBTFUL, "xxx", "sda", "0", "00", "000"].map((words) => words.slice(0, 3)),
);
const BEGINS_WITH_WORD = /^[A-Za-z0-9]/;

function mayBePlaceholder(text: string): boolean {
  if (text.length > LONGEST || text === "") return false;
  if (!BEGINS_WITH_WORD.test(text)) return true;
  const beginning = text.slice(0, 3).toLowerCase();
  return BEGINNINGS.has(beginning) || beginning.startsWith("na") || beginning.startsWith("n.");
}

/** Whether a text only says that there is nothing, such as `-`, `N/A`, `nan` or `belum ada`; null for any other. */
export function placeholderIn(text: string): Placeholder | null {
  if (!mayBePlaceholder(text)) return null;
  if (SIGNS_ONLY.test(text)) return text.trim() === "" ? null : "nothing";
  const bare = text.replace(AROUND, "").replace(/\s+/g, " ");
  const words = bare.toLowerCase();
  if (NOTHING.has(words)) return NAMES.has(bare) ? "doubtful" : "nothing";
  return DOUBTFUL.has(words) || MARKS.test(bare) ? "doubtful" : null;
}
