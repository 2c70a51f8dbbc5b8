import type { Authority } from "@/lib/authority/permissions";
import { normalisePhone } from "@/lib/registrations/input/phone";
import type { Bind } from "@/lib/registrations/list/query";
import { seesContacts } from "@/lib/registrations/sight";
import { comparisonName, partnerReferenceKey } from "@/lib/text/comparison";

/** `id`: looked up and nothing else. `words`: compared with names, addresses, phones and the ends of ids. */
export type SearchKind = "none" | "id" | "words";

/**
 * Two roads to the same rows: `condition` tests a row (`r`) that was come across in the order of the list, and
 * `paths` are queries of `id`, each along an index of its own. The first is quick for what is common, the second
 * for what is rare. Both use the same values.
 */
export type Search = { condition: string; paths: readonly string[] };

const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A merchant may be called so as well, but with few digits. */
const DOKU_ID_FORM = /^(BSN|BRN)-(?=(?:\D*\d){6})\S+$/i;
const PHONE_FORM = /^\+?[\d\s().-]+$/;
/** What may be the end of an id: most have digits at theirs, and letters alone are taken for one as ids are written, in capitals. */
const ID_END_FORM = /^(?=.*\d|[A-Z._-]+$)[A-Za-z0-9._-]{4,64}$/;

/** Fewer digits begin too many numbers. */
const PHONE_PREFIX_DIGITS = 5;
/** And so many end too many. */
const PHONE_END_DIGITS = 4;
/** So many are a number and not its end: it ends with what follows its 0, or its + or 00. */
const PHONE_WHOLE_DIGITS = 9;
/** A trigram needs three characters; shorter words are looked for where a word begins. */
const TRIGRAM_LENGTH = 3;

/** What kind of key stands in the search box. */
export function searchKind(query: string): SearchKind {
  if (query === "") return "none";
  return UUID_FORM.test(query) || DOKU_ID_FORM.test(query) ? "id" : "words";
}

/** Who searches, and the placeholder of the environment that is searched. */
export type Searching = { actor: Authority; environment: string; bind: Bind };

/**
 * Reads a search box that is not empty. Finds our id, the Request-Id, DOKU's business and brand ids, also by their end; a
 * partner reference by its start or end; a phone in any form, by its start or by its last digits; and names and e-mail
 * addresses by words in any order, each by any part of it, together with those digits. Who sees no contacts finds nothing
 * by them: not even by a whole one, of which a page hides four digits and ten thousand questions would tell them.
 */
export function readSearch(typed: string, { actor, environment, bind }: Searching): Search {
  const query = typed.normalize("NFKC");
  if (searchKind(query) === "id") {
    const paths = [
      ...(UUID_FORM.test(query) ? idPaths(query, environment, bind) : dokuIdPaths(query, environment, bind)),
      `select id from registration where environment = ${environment}
          and partner_ref_key = ${bind(partnerReferenceKey(query))}`,
    ];
    return { condition: `r.id in (${paths.join(" union ")})`, paths };
  }
  const byContacts = seesContacts(actor);
  const pieces = readPieces(query);
  const hasWords = pieces.length > 0;
  const texts = hasWords
    ? [textCondition(pieces, byContacts, bind), ...(byContacts ? phoneEnd(query, bind) : [])]
    : [];
  const keys = [
    `r.partner_ref_key like ${startsWith(partnerReferenceKey(query), bind)}`,
    ...(byContacts ? phoneConditions(query, bind) : []),
    // A name of signs alone has no words, nor has one that is a legal form written apart (P. T).
    ...(hasWords ? [] : [`r.name_key like ${startsWith(comparisonName(query), bind)}`]),
  ];
  const ends = endPaths(query, environment, bind);
  return {
    condition: `(${[
      ...(hasWords
        ? [`exists (select from registration_search s where s.id = r.id and (${texts.join(" or ")}))`]
        : []),
      ...keys,
      ...(ends.length > 0 ? [`r.id in (${ends.join(" union ")})`] : []),
    ].join(" or ")})`,
    paths: [
      ...keys.map((key) => `select r.id from registration r where r.environment = ${environment} and ${key}`),
      // Not by environment, which the indexes of the texts do not have: one that has is the longer way.
      ...texts.map((text) => `select s.id from registration_search s where ${text}`),
      ...ends,
    ],
  };
}

/** The rows that the search finds, without a limit: for whoever wants all of them. */
export function amongAllHits({ paths }: Search): string {
  return `r.id in (${paths.join(" union ")})`;
}

/** So many hits of each path are considered; whoever finds one full has not seen them all. */
const HITS_PER_PATH = 30_000;

/** The paths as common table expressions, of which `hits` has each `id` once, and whether any path was full. */
export function hitsOf({ paths }: Search): { ctes: string; isFull: string } {
  const names = paths.map((_, number) => `path${number}`);
  const limited = paths.map(
    (path, number) => `path${number} as materialized (${path} limit ${HITS_PER_PATH})`,
  );
  const all = names.map((name) => `select id from ${name}`).join(" union ");
  return {
    ctes: `${limited.join(", ")}, hits as materialized (${all})`,
    isFull: names.map((name) => `exists (select from ${name} offset ${HITS_PER_PATH - 1})`).join(" or "),
  };
}

function idPaths(query: string, environment: string, bind: Bind): string[] {
  const id = bind(query.toLowerCase());
  return [
    `select id from registration where id = ${id}::uuid`,
    `select id from registration where environment = ${environment} and request_id = ${id}::text`,
    `select registration_id as id from attempt where request_id = ${id}::text`,
  ];
}

function dokuIdPaths(query: string, environment: string, bind: Bind): string[] {
  const id = bind(query.toUpperCase());
  return [
    `select registration_id as id from business where environment = ${environment} and business_id = ${id}`,
    `select b.registration_id as id from brand br join business b on b.id = br.business_row_id
      where br.environment = ${environment} and br.brand_id = ${id}`,
  ];
}

/** The end of an id of DOKU's, which everybody may read. */
function endPaths(query: string, environment: string, bind: Bind): string[] {
  if (!ID_END_FORM.test(query)) return [];
  const end = endsWith(query.toUpperCase(), bind);
  return [
    `select registration_id as id from business where environment = ${environment} and reverse(business_id) like ${end}`,
    `select b.registration_id as id from brand br join business b on b.id = br.business_row_id
      where br.environment = ${environment} and reverse(br.brand_id) like ${end}`,
  ];
}

/** One piece of what was typed: as it stands, and its words as a name would have them. */
export type SearchPiece = { text: string; words: readonly string[] };

/**
 * What was typed, piece by piece between its spaces, each once. Legal forms (PT, CV) say nothing beside other words, and
 * signs alone say nothing.
 */
export function readPieces(query: string): SearchPiece[] {
  const said = new Set(comparisonName(query).split(" "));
  const pieces = [...new Set(query.normalize("NFKC").toUpperCase().split(/\s+/u))].map((text) => ({
    text,
    words: comparisonName(text).split(" ").filter(hasLetters),
  }));
  return pieces.filter(({ words }) => words.length > 1 || words.some((word) => said.has(word)));
}

/** Of the texts `s`: each piece is found in one of them. */
function textCondition(pieces: readonly SearchPiece[], byContacts: boolean, bind: Bind): string {
  const hasLong = pieces.some(({ text }) => text.length >= TRIGRAM_LENGTH);
  return pieces
    .map(({ text, words }) => {
      // Beside longer words, written so that no index is asked: those leave few enough rows.
      const column = (name: string) =>
        hasLong && text.length < TRIGRAM_LENGTH ? `(s.${name} || '')` : `s.${name}`;
      // An address is many trigrams that no name has.
      const inName = text.includes("@")
        ? ["false"]
        : words.map((word) => partOf(column("words"), word, bind));
      return `(${[
        inName.length > 1 ? `(${inName.join(" and ")})` : inName[0],
        ...(byContacts ? [partOf(column("contacts"), text, bind)] : []),
        ...(byContacts ? phoneEnd(text, bind) : []),
        ...(ID_END_FORM.test(text) ? [`s.reference_end like ${endsWith(text.toLowerCase(), bind)}`] : []),
      ].join(" or ")})`;
    })
    .join(" and ");
}

function hasLetters(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Any part of a longer word, the start of a shorter one. */
function partOf(column: string, text: string, bind: Bind): string {
  if (text.length < TRIGRAM_LENGTH) return `${column} like ${bind(`% ${escapeLike(text)}%`)}`;
  const part = tellingPart(text);
  const found = `${column} like ${bind(`%${escapeLike(part)}%`)}`;
  // The rest is written so that no index is asked.
  return part === text ? found : `(${found} and (${column} || '') like ${bind(`%${escapeLike(text)}%`)})`;
}

/** More letters are more trigrams to look up, and tell no more: most of all those that all addresses end in. */
const TELLING_LENGTH = 12;

function tellingPart(text: string): string {
  const sides = text
    .split("@")
    .map((side, place, all) => (place < all.length - 1 ? side : withoutEnding(side)));
  const [longest = text] = sides.sort((one, other) => other.length - one.length);
  return longest.length < TRIGRAM_LENGTH ? text : longest.slice(-TELLING_LENGTH);
}

function withoutEnding(domain: string): string {
  return domain.replace(/\.[^.]*$/, "");
}

function phoneConditions(query: string, bind: Bind): string[] {
  const phone = /\d/.test(query) ? normalisePhone(query, "ID") : null;
  const whole = phone?.ok ? [`r.phone_e164 = ${bind(phone.e164)}`] : [];
  const start = phoneStart(query);
  return start ? [...whole, `r.phone_e164 like ${startsWith(start, bind)}`] : whole;
}

/** `0815 10` and `62815-10` begin the same numbers. Null where it begins none. */
export function phoneStart(query: string): string | null {
  if (!PHONE_FORM.test(query)) return null;
  const digits = query.replace(/\D/g, "");
  if (digits.length < PHONE_PREFIX_DIGITS) return null;
  if (query.startsWith("+")) return `+${digits}`;
  return `+62${digits.replace(/^(?:62|0)/, "")}`;
}

/** The digits that may be the last of a phone number; null where they are none. */
export function phoneEndDigits(text: string): string | null {
  if (!PHONE_FORM.test(text)) return null;
  const digits = text.replace(/\D/g, "");
  if (digits.length >= PHONE_WHOLE_DIGITS) return digits.replace(/^0{1,2}(?=[1-9])/, "");
  return digits.length < PHONE_END_DIGITS || text.startsWith("+") ? null : digits;
}

function phoneEnd(text: string, bind: Bind): string[] {
  const digits = phoneEndDigits(text);
  return digits === null ? [] : [`s.phone_end like ${endsWith(digits, bind)}`];
}

function startsWith(text: string, bind: Bind): string {
  return bind(`${escapeLike(text)}%`);
}

/** For a text that is kept from its end on. */
function endsWith(text: string, bind: Bind): string {
  return startsWith([...text].toReversed().join(""), bind);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
