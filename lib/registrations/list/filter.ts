import type { Authority } from "@/lib/authority/permissions";
import { PROGRESSES, WHO } from "@/lib/progress/progress";
import { readChoices } from "@/lib/registrations/list/choices";
import {
  decodeCursor,
  encodeCursor,
  type ListCursor,
  type ListKey,
  type ListTime,
} from "@/lib/registrations/list/cursor";
import { type DateRange, readRange, writeRange } from "@/lib/registrations/list/date-range";
import { seesContacts, showLabel } from "@/lib/registrations/sight";
import { STATUSES } from "@/lib/registrations/status";
import { cleanLine } from "@/lib/text/characters";

export type { ListCursor, ListKey, ListTime } from "@/lib/registrations/list/cursor";

/** The tabs of the list: one per status, everything that is not archived, and the archive. */
export const LIST_TABS = ["all", ...STATUSES, "archived"] as const;
export type ListTab = (typeof LIST_TABS)[number];

/**
 * The groups of *Needs you* that follow an invitation: quiet for days, in review for long, action needed, rejected by DOKU,
 * at a value whose meaning nobody has told, a follow-up due.
 */
export const TURNS = ["quiet", "review", "action", "rejected", "unknown", "due"] as const;
export type Turn = (typeof TURNS)[number];

export const LIST_SORTS = [
  "created_desc",
  "created_asc",
  "updated_desc",
  "updated_asc",
  "name_asc",
  "name_desc",
  "reference_asc",
  "reference_desc",
  "followup_asc",
  "followup_desc",
] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** What a row can show; their order here is the order in which they are offered. */
export const LIST_COLUMNS = [
  "merchant",
  "representative",
  "status",
  "progress",
  "who",
  "reference",
  "business",
  "brands",
  "owner",
  "credential",
  "referral",
  "cause",
  "created",
  "updated",
  "invited",
  "followup",
  "followup_note",
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];
export const DEFAULT_COLUMNS: readonly ListColumn[] = ["merchant", "status", "reference", "owner", "created"];
const INVITED_COLUMNS: readonly ListColumn[] = [
  "merchant",
  "status",
  "progress",
  "business",
  "owner",
  "created",
];

/** The columns of a tab for which nobody chose any: what DOKU gave stands by itself where it is what people come for. */
export function usualColumns(tab: ListTab): readonly ListColumn[] {
  return tab === "INVITED" ? INVITED_COLUMNS : DEFAULT_COLUMNS;
}

/** Everything that the list's address can say. Null is "not filtered by it"; where several may be chosen see `choicesOf`. */
export type ListFilter = {
  tab: ListTab;
  /** What stands in the search box. */
  query: string;
  /** Ids of persons, or whoever is looking. */
  owner: "me" | string | null;
  credential: string | null;
  referral: string | null;
  /** Codes of `causeOf`. */
  cause: string | null;
  /** The ids of the spreadsheets whose rows they were. */
  batch: string | null;
  /** Codes of `PROGRESSES`, and of `WHO`. */
  progress: string | null;
  who: string | null;
  turn: Turn | null;
  created: DateRange | null;
  updated: DateRange | null;
  invited: DateRange | null;
  /** When the progress became what it is. */
  since: DateRange | null;
  sort: ListSort;
  /** In the order of the table; null is `usualColumns` of the tab. */
  columns: readonly ListColumn[] | null;
  /** The saved view that was opened, whether or not the rest still agrees with it. */
  view: string | null;
  cursor: ListCursor | null;
};

/** The bare address. */
export const EMPTY_FILTER: ListFilter = {
  tab: "all",
  query: "",
  owner: null,
  credential: null,
  referral: null,
  cause: null,
  batch: null,
  progress: null,
  who: null,
  turn: null,
  created: null,
  updated: null,
  invited: null,
  since: null,
  sort: "created_desc",
  columns: null,
  view: null,
  cursor: null,
};

export const QUERY_MAX_LENGTH = 254;
/** Longer than any query string that the list can write. */
export const LIST_QUERY_MAX_LENGTH = 5_000;

/** The filters that stand as chips; the status has its tabs, the search its box. */
export const CHIP_FILTERS = [
  "owner",
  "credential",
  "referral",
  "cause",
  "batch",
  "progress",
  "who",
  "turn",
  "created",
  "updated",
  "invited",
  "since",
] as const;
export type ChipFilter = (typeof CHIP_FILTERS)[number];

/** The names of the address in their canonical order. */
export const LIST_PARAMETERS = ["status", "q", ...CHIP_FILTERS, "sort", "columns", "view", "cursor"] as const;
export type ListParameter = (typeof LIST_PARAMETERS)[number];

const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REFERRAL_FORM = /^[A-Za-z0-9]{1,6}$/;
const CAUSE_FORM = /^(refused\.[A-Za-z]{1,40}\.[0-9a-f]{8}|(unsure|not_sent)\.[a-z0-9_]{1,60})$/;

export type AddressParameters = URLSearchParams | Record<string, string | string[] | undefined>;

/**
 * Reads the list's state from its address. What it does not understand it leaves out and names in `dropped`
 * (names, not values; also those the list never had), so that the page can say that a filter no longer exists.
 * An empty parameter was not given. A cursor of another sort is the first page, and nothing to speak of.
 */
export function readListFilter(params: AddressParameters): { filter: ListFilter; dropped: string[] } {
  const given = readGiven(params);
  const dropped = [...given.keys()].filter((name) => !LIST_PARAMETERS.some((known) => known === name));
  const read = <T>(name: ListParameter, parse: (text: string) => T | null): T | null => {
    const text = given.get(name);
    const value = text === undefined ? null : parse(text);
    if (text !== undefined && value === null) dropped.push(name);
    return value;
  };
  const sort = read("sort", oneOf(LIST_SORTS)) ?? EMPTY_FILTER.sort;
  const cursor = decodeCursor(given.get("cursor") ?? "");
  const tab = read("status", oneOf(LIST_TABS)) ?? EMPTY_FILTER.tab;
  const filter: ListFilter = {
    tab,
    query: read("q", readQuery) ?? EMPTY_FILTER.query,
    owner: read("owner", (text) => readChoices(text, (one) => one === "me" || UUID_FORM.test(one))),
    credential: read("credential", (text) => readChoices(text, (one) => UUID_FORM.test(one))),
    referral: read("referral", (text) => readChoices(text, (one) => REFERRAL_FORM.test(one))),
    cause: read("cause", (text) => readChoices(text, (one) => CAUSE_FORM.test(one))),
    batch: read("batch", (text) => readChoices(text, (one) => UUID_FORM.test(one), { mayExclude: false })),
    progress: read("progress", (text) => readChoices(text, isOneOf(PROGRESSES))),
    who: read("who", (text) => readChoices(text, isOneOf(WHO))),
    turn: read("turn", oneOf(TURNS)),
    created: read("created", readRange),
    updated: read("updated", readRange),
    invited: read("invited", readRange),
    since: read("since", readRange),
    sort,
    columns: readColumns(given.get("columns"), tab, dropped),
    view: read("view", matching(UUID_FORM)),
    cursor: cursor?.by === keyOf(sort) ? cursor : null,
  };
  return { filter, dropped };
}

/** The address of a filter: canonical order, defaults left out, so that equal filters are equal text. */
export function writeListFilter(filter: ListFilter): URLSearchParams {
  const texts: Record<ListParameter, string | null> = {
    status: filter.tab === EMPTY_FILTER.tab ? null : filter.tab,
    q: filter.query,
    owner: filter.owner,
    credential: filter.credential,
    referral: filter.referral,
    cause: filter.cause,
    batch: filter.batch,
    progress: filter.progress,
    who: filter.who,
    turn: filter.turn,
    created: filter.created && writeRange(filter.created),
    updated: filter.updated && writeRange(filter.updated),
    invited: filter.invited && writeRange(filter.invited),
    since: filter.since && writeRange(filter.since),
    sort: filter.sort === EMPTY_FILTER.sort ? null : filter.sort,
    columns: filter.columns?.join(",") ?? null,
    view: filter.view,
    cursor: filter.cursor && encodeCursor(filter.cursor),
  };
  const params = new URLSearchParams();
  for (const name of LIST_PARAMETERS) if (texts[name]) params.set(name, texts[name]);
  return params;
}

/** The query string by which a filter is kept: which rows, how sorted, which columns; no place, no view. */
export function keptQuery(filter: ListFilter): string {
  return writeListFilter({ ...filter, view: null, cursor: null }).toString();
}

/** A kept query string as a reader may see it: without addresses and numbers that were searched for. */
export function showQuery(actor: Authority, query: string): string {
  if (seesContacts(actor)) return query;
  const params = new URLSearchParams(query);
  const searched = params.get("q");
  if (searched) params.set("q", showLabel(actor, searched));
  return params.toString();
}

/** What a sort goes by, and what a cursor must go by to be used with it. */
export function keyOf(sort: ListSort): ListKey {
  return sort.slice(0, sort.indexOf("_")) as ListKey;
}

/** Whether its rows are walked along an index that has no status in it: of a text, or of follow-ups. */
export function isWalkedAtOnce(sort: ListSort): boolean {
  return keyOf(sort) !== timeOf(sort);
}

/** The time along which the rows of a sort are walked; those of another order by none, for which either will do. */
export function timeOf(sort: ListSort): ListTime {
  return keyOf(sort) === "updated" ? "updated" : "created";
}

function readGiven(params: AddressParameters): Map<string, string> {
  const entries =
    params instanceof URLSearchParams
      ? [...new Set(params.keys())].map((name) => [name, params.get(name)] as const)
      : Object.entries(params).map(
          ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
        );
  return new Map(entries.flatMap(([name, text]) => (text ? [[name, text] as const] : [])));
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T | null {
  return (text) => values.find((value) => value === text) ?? null;
}

function isOneOf(values: readonly string[]): (text: string) => boolean {
  return (text) => values.includes(text);
}

function matching(form: RegExp): (text: string) => string | null {
  return (text) => (form.test(text) ? text : null);
}

/** Only what a database can be asked for; blank is no search. */
function readQuery(text: string): string | null {
  const query = cleanLine(text);
  return query.length > QUERY_MAX_LENGTH ? null : query;
}

function readColumns(
  text: string | undefined,
  tab: ListTab,
  dropped: string[],
): readonly ListColumn[] | null {
  if (text === undefined) return null;
  const names = text.split(",");
  const columns = LIST_COLUMNS.filter((column) => names.includes(column));
  columns.sort((one, other) => names.indexOf(one) - names.indexOf(other));
  if (names.some((name) => !LIST_COLUMNS.some((column) => column === name))) dropped.push("columns");
  const isUsual = columns.join() === usualColumns(tab).join();
  return columns.length === 0 || isUsual ? null : columns;
}
