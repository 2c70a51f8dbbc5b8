/** Words shorter than this are too like each other. */
const SHORTEST = 4;
/** From this length on a word may differ twice. */
const LONG = 8;
/** More of them together are another name. */
const MOST_SLIPS = 2;

/** How many letters of a word may be wrong, left out, too many or in each other's place. */
export function slipsAllowed(word: string): number {
  if (word.length < SHORTEST || /^\d+$/.test(word)) return 0;
  return word.length < LONG ? 1 : 2;
}

/**
 * Patterns of LIKE for a text of words between spaces (` KOPI SENJA `): each word that is the given one but for as many
 * slips as it may have fits one of them at least, because the slips cannot be in all of its pieces at once.
 */
export function piecesOf(word: string): string[] {
  const cuts = slipsAllowed(word) === 2 ? inThree(word) : inTwo(word);
  return cuts.map(({ text, place }) => {
    if (place === "start") return `% ${text}%`;
    // Three letters have an index wherever they stand; fewer where the word ends.
    return place === "end" && text.length < 3 ? `%${text} %` : `%${text}%`;
  });
}

type Piece = { text: string; place: "start" | "middle" | "end" };

/** One letter between them belongs to neither: two neighbours that changed places there would touch both. */
function inTwo(word: string): Piece[] {
  const middle = Math.ceil(word.length / 2);
  return [
    { text: word.slice(0, middle - 1), place: "start" },
    { text: word.slice(middle), place: "end" },
  ];
}

function inThree(word: string): Piece[] {
  const third = Math.floor(word.length / 3);
  return [
    { text: word.slice(0, third), place: "start" },
    { text: word.slice(third, third + 3), place: "middle" },
    { text: word.slice(third + 3), place: "end" },
  ];
}

/**
 * What was meant, by what there is: of the texts whose words are all near, the words that differ least and are there most
 * often. Null where nothing is near enough. `words` and `texts` are upper case.
 */
export function nearestWords(words: readonly string[], texts: readonly string[]): string[] | null {
  const found = new Map<string, { words: string[]; slips: number; times: number }>();
  for (const text of new Set(texts)) {
    const there = text.split(" ").filter(Boolean);
    const nearest = words.map((word) => nearestWord(word, there));
    if (!nearest.every((one) => one !== null)) continue;
    const slips = nearest.reduce((sum, one) => sum + one.slips, 0);
    if (slips === 0 || Math.floor(slips) > MOST_SLIPS) continue;
    const meant = nearest.map(({ word }) => word);
    const key = meant.join(" ");
    found.set(key, { words: meant, slips, times: (found.get(key)?.times ?? 0) + 1 });
  }
  const [best] = [...found.values()].sort((one, other) => one.slips - other.slips || other.times - one.times);
  return best?.words ?? null;
}

function nearestWord(word: string, there: readonly string[]): { word: string; slips: number } | null {
  if (there.some((one) => one.includes(word))) return { word, slips: 0 };
  let nearest: { word: string; slips: number } | null = null;
  for (const one of there) {
    const slips = slipsBetween(word, one);
    if (Math.floor(slips) <= slipsAllowed(word) && slips < (nearest?.slips ?? Number.POSITIVE_INFINITY))
      nearest = { word: one, slips };
  }
  return nearest;
}

/** A word that may still be being typed is held against the other's beginning too, which tells less. */
const UNFINISHED = 0.5;

function slipsBetween(typed: string, other: string): number {
  const rows: number[][] = [[...Array(other.length + 1).keys()]];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = typed[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && typed[i - 1] === other[j - 2] && typed[i - 2] === other[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (isSame ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  const last = rows.at(-1) ?? [];
  return Math.min(at(typed.length, other.length), Math.min(...last.slice(SHORTEST - 1)) + UNFINISHED);
}
