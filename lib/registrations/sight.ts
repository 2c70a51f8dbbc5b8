import { type Authority, can } from "@/lib/authority/permissions";
import { maskAnswer, maskContacts, readableWords } from "@/lib/doku/masking";

declare const shown: unique symbol;

/**
 * A text from outside as its reader may see it. Only the functions of this file make one, and what a page shows asks
 * for one, so that a query which hands words on cannot forget who reads them.
 */
export type Shown = string & { readonly [shown]: true };

const HIDDEN = "•••";

/**
 * Whether an actor knows merchants' addresses and numbers. Who does not sees them masked, and *finds nothing by them*:
 * what is hidden on a page must not be told by whether a search, a count or a hint has an answer.
 */
export function seesContacts(actor: Authority): boolean {
  return can(actor, "registrations.personal_data");
}

/** A name or a title: readable, but for addresses and numbers that somebody put into it. */
export function showLabel(actor: Authority, text: string): Shown {
  return asShown(seesContacts(actor) ? text : maskContacts(text));
}

/** What DOKU said. It may name anybody, so that of it only plain words are for everyone. */
export function showWords(actor: Authority, words: string): Shown;
export function showWords(actor: Authority, words: string | null): Shown | null;
export function showWords(actor: Authority, words: string | null): Shown | null {
  if (words === null) return null;
  return asShown(seesContacts(actor) ? words : readableWords(words));
}

/** DOKU's own code for what is wrong; a text in its place is words. */
export function showCode(actor: Authority, code: string | null): Shown | null {
  if (code === null) return null;
  return /^(?!.*\d{7})(?:[A-Z0-9_]{1,60}|[a-z_]{1,60})$/.test(code) ? asShown(code) : showWords(actor, code);
}

/** A kept answer. It was masked when it was kept, by what was known then; for who sees no contacts once more. */
export function showAnswer(actor: Authority, answer: string | null): Shown | null {
  if (answer === null) return null;
  return asShown(seesContacts(actor) ? answer : maskKept(answer));
}

function maskKept(answer: string): string {
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch {
    // It was no JSON, or had to be cut.
  }
  return maskAnswer({ text: answer, json, sensitive: { secrets: [], names: [], others: [] } });
}

/** What one of us wrote about a merchant, such as a reason: nobody can tell whom it names. */
export function showNote(actor: Authority, note: string): Shown;
export function showNote(actor: Authority, note: string | null): Shown | null;
export function showNote(actor: Authority, note: string | null): Shown | null {
  if (note === null) return null;
  return asShown(seesContacts(actor) || note === "" ? note : HIDDEN);
}

function asShown(text: string): Shown {
  return text as Shown;
}
