import type { Authority } from "@/lib/authority/permissions";
import { normalisePhone } from "@/lib/registrations/input/phone";
import type { Bind } from "@/lib/registrations/list/query";
import { seesContacts } from "@/lib/registrations/sight";
import { comparisonName, emailKey, partnerReferenceKey } from "@/lib/text/comparison";

/** `id`: looked up and nothing else. `words`: compared with references, e-mails, phones and names. */
export type SearchKind = "none" | "id" | "words";

/**
 * Two roads to the same rows: `condition` tests a row (`r`) that was come across in the order of the list, and
 * `paths` are queries of `id`, each along an index of its own. The first is quick for what is common, the second
 * for what is rare. Both use the same values.
 */
export type Search = { condition: string; paths: readonly string[] };

const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOKU_ID_FORM = /^(BSN|BRN)-\S+$/i;
const EMAIL_FORM = /^\S*@\S*$/;
const PHONE_FORM = /^\+?[\d\s().-]+$/;
/** Fewer digits begin too many numbers. */
const PHONE_PREFIX_DIGITS = 5;
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
 * Reads a search box that is not empty. Finds our id, the Request-Id, DOKU's business and brand ids, a partner
 * reference or e-mail by its start, a phone in any form or by its start, and a name by its words in any order,
 * each by any part of it. Who sees no contacts finds nothing by them: not even by a whole one, of which a page hides
 * four digits and ten thousand questions would tell them.
 */
export function readSearch(query: string, { actor, environment, bind }: Searching): Search {
  if (searchKind(query) === "id") {
    const paths = [
      ...(UUID_FORM.test(query) ? idPaths(query, environment, bind) : dokuIdPaths(query, environment, bind)),
      `select id from registration where environment = ${environment}
          and partner_ref_key = ${bind(partnerReferenceKey(query))}`,
    ];
    return { condition: `r.id in (${paths.join(" union ")})`, paths };
  }
  const byContacts = seesContacts(actor);
  const ofName = (words: string) => (byContacts ? `(${words})` : `(${words} and ${NAME_WITHOUT_CONTACT})`);
  const keys = [
    `r.partner_ref_key like ${startsWith(partnerReferenceKey(query), bind)}`,
    ...(byContacts ? contactConditions(query, bind) : []),
    ...signConditions(query, bind).map(ofName),
  ];
  const name = nameConditions(query, bind).map(ofName);
  return {
    condition: `(${[...keys, ...name].join(" or ")})`,
    paths: [
      ...keys.map((key) => `select r.id from registration r where r.environment = ${environment} and ${key}`),
      // Not by environment: the index of the words does not have it, and one that has is the longer way.
      ...name.map((words) => `select r.id from registration r where ${words}`),
    ],
  };
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

/** What is known of people, found by its start with an index that leads there. */
function contactConditions(query: string, bind: Bind): string[] {
  const email = startsWith(emailKey(query), bind);
  return [
    `r.representative_email_key like ${email}`,
    `r.invited_user_email_key like ${email}`,
    ...phoneConditions(query, bind),
  ];
}

/** A name of signs alone has no words. */
function signConditions(query: string, bind: Bind): string[] {
  return hasWords(query) ? [] : [`r.name_key like ${startsWith(comparisonName(query), bind)}`];
}

/** A name that holds an address or a number is masked where it is shown, so its words lead nowhere. */
const NAME_WITHOUT_CONTACT = `position('@' in r.business_name) = 0 and r.name_key !~ '([0-9] ?){8}'`;

/**
 * Each word of the name by any part of it; short words, which have no trigram, where a word begins. None for an
 * e-mail address, which is many trigrams that no name has.
 */
function nameConditions(query: string, bind: Bind): string[] {
  if (!hasWords(query) || EMAIL_FORM.test(query)) return [];
  const words = comparisonName(query).split(" ").filter(hasWords);
  const long = words.filter((word) => word.length >= TRIGRAM_LENGTH);
  const [first = "", ...others] = words.filter((word) => word.length < TRIGRAM_LENGTH);
  const leading = long.length > 0 ? long.map((word) => `r.name_key like ${contains(word, bind)}`) : [];
  const short = leading.length > 0 && first ? [first, ...others] : others;
  return [
    [
      ...(leading.length > 0 ? leading : [wordStart(first, bind)]),
      // Written so that no index is asked: the words beside it leave few enough rows.
      ...short.map((word) => `(' ' || r.name_key) like ${contains(` ${word}`, bind)}`),
    ].join(" and "),
  ];
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function wordStart(word: string, bind: Bind): string {
  return `(r.name_key like ${startsWith(word, bind)} or r.name_key like ${contains(` ${word}`, bind)})`;
}

function phoneConditions(query: string, bind: Bind): string[] {
  const phone = /\d/.test(query) ? normalisePhone(query, "ID") : null;
  const whole = phone?.ok ? [`r.phone_e164 = ${bind(phone.e164)}`] : [];
  const start = PHONE_FORM.test(query) ? phoneStart(query) : null;
  return start ? [...whole, `r.phone_e164 like ${startsWith(start, bind)}`] : whole;
}

/** `0815 10` and `62815-10` begin the same numbers. */
function phoneStart(query: string): string | null {
  const digits = query.replace(/\D/g, "");
  if (digits.length < PHONE_PREFIX_DIGITS) return null;
  if (query.startsWith("+")) return `+${digits}`;
  return `+62${digits.replace(/^(?:62|0)/, "")}`;
}

function contains(text: string, bind: Bind): string {
  return bind(`%${escapeLike(text)}%`);
}

function startsWith(text: string, bind: Bind): string {
  return bind(`${escapeLike(text)}%`);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
