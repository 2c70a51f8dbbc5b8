import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { listRegistrations } from "@/lib/registrations/list/page";
import { type Bind, createBinder } from "@/lib/registrations/list/query";
import { readPieces, searchKind } from "@/lib/registrations/list/search";
import { readWithin, type Statement } from "@/lib/registrations/list/timed-read";
import { nearestWords, piecesOf, slipsAllowed } from "@/lib/registrations/list/typo";
import type { Near } from "@/lib/registrations/registration-view";

const ROWS_SHOWN = 5;
const MOST_WORDS = 5;
/** So many texts are compared for each piece of a word. */
const TEXTS_PER_PIECE = 300;
const PRESENCE_TIMEOUT_MS = 100;
const TEXTS_TIMEOUT_MS = 250;
/** What was meant is said in any case; its first registrations where they are quickly found. */
const ROWS_TIMEOUT_MS = 150;

/**
 * Reads what was meant where a search found nothing: names alone, by words with one or two slips. Null where nothing is
 * near, or the time was up, of which the search before has taken its part. Only names that everybody may find by are looked at.
 */
export async function findNear(
  actor: Actor,
  query: string,
  { withinMs = 600 }: { withinMs?: number } = {},
): Promise<Near | null> {
  requireCan(actor, "registrations.read");
  const untilMs = performance.now() + withinMs;
  const left = () => untilMs - performance.now();
  const words = wordsOf(query);
  if (!words) return null;
  const present = await readPresence(words, Math.min(PRESENCE_TIMEOUT_MS, left()));
  if (!present) return null;
  const absent = words.filter((word) => !present.has(word));
  // Where each word is there, only not together, any of them may be the wrong one.
  const suspected = absent.length > 0 ? [absent] : words.map((word) => [word]);
  if (absent.some((word) => slipsAllowed(word) === 0)) return null;
  const within = Math.min(TEXTS_TIMEOUT_MS, left());
  const texts = await readWithin<{ words: string }>(within, textsStatement(words, suspected));
  const meant =
    texts &&
    nearestWords(
      words,
      texts.map((text) => text.words),
    );
  if (!meant) return null;
  const asked = meant.join(" ").toLowerCase();
  const whatIsLeft = { withinMs: Math.max(ROWS_TIMEOUT_MS, left()) };
  const { rows } = await listRegistrations(actor, { ...EMPTY_FILTER, query: asked }, whatIsLeft);
  return { query: asked, rows: rows.slice(0, ROWS_SHOWN) };
}

function wordsOf(query: string): string[] | null {
  if (searchKind(query) !== "words" || query.includes("@")) return null;
  const words = [...new Set(readPieces(query).flatMap((piece) => piece.words))];
  const isSensible = words.length <= MOST_WORDS && words.some((word) => slipsAllowed(word) > 0);
  return isSensible ? words : null;
}

/** The words with which some word of a name begins. */
async function readPresence(words: readonly string[], withinMs: number): Promise<Set<string> | null> {
  const { values, bind } = createBinder();
  const looks = words.map(
    (word) => `exists (select from registration_search s where s.words like ${bind(`% ${word}%`)})`,
  );
  const rows = await readWithin<{ present: boolean[] }>(withinMs, {
    text: `select array[${looks.join(", ")}] as present`,
    values,
  });
  const [read] = rows ?? [];
  return read ? new Set(words.filter((_, place) => read.present[place])) : null;
}

/** Names with the other words as they are, and in place of the suspected ones some piece of each. */
function textsStatement(words: readonly string[], suspected: readonly (readonly string[])[]): Statement {
  const { values, bind } = createBinder();
  const environment = bind(env().doku.environment);
  const looks = suspected.flatMap(([first = "", ...others]) => {
    if (slipsAllowed(first) === 0) return [];
    const fixed = words.filter((word) => word !== first && !others.includes(word));
    const beside = [
      ...fixed.map((word) => `s.words like ${bind(`%${word}%`)}`),
      ...others.map((word) => anyPiece(word, bind)),
    ];
    // Each piece by itself, so that a common one takes no place from a rare one.
    return piecesOf(first).map((piece) => [`s.words like ${bind(piece)}`, ...beside].join(" and "));
  });
  const texts = looks.map(
    (where) => `(select s.words from registration_search s join registration r on r.id = s.id
                  where ${where} and r.environment = ${environment} limit ${TEXTS_PER_PIECE})`,
  );
  return { text: texts.join(" union all ") || "select null as words where false", values };
}

function anyPiece(word: string, bind: Bind): string {
  return `(${piecesOf(word)
    .map((piece) => `s.words like ${bind(piece)}`)
    .join(" or ")})`;
}
