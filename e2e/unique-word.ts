/** Letters of which no word is made in either language, so that no text that is looked for stands in one by chance. */
const LETTERS = "bcdfghjklmnpqrstvwxz";

const RUN = spell(Date.now(), 8);
const WORKER = spell(Number(process.env.TEST_WORKER_INDEX ?? "0"), 2);
let made = 0;

/** Thirteen letters in one piece that are made once, here and in every other worker, and stand in no other such word. */
export function makeWord(): string {
  made += 1;
  return RUN + WORKER + spell(made, 3);
}

/** The last so many places of a number, a letter each. */
function spell(number: number, places: number): string {
  return Array.from({ length: places }, (_, place) =>
    LETTERS.charAt(Math.floor(number / LETTERS.length ** (places - 1 - place)) % LETTERS.length),
  ).join("");
}
