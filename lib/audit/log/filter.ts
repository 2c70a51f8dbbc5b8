import { AUDIT_ACTIONS, type AuditAction } from "@/lib/audit/actions";
import { type DateRange, readRange, writeRange } from "@/lib/registrations/list/date-range";

/** What the log is about. */
export const AUDIT_THINGS = [
  "registration",
  "spreadsheet",
  "bulk",
  "credential",
  "person",
  "view",
  "playbook",
  "template",
  "server",
] as const;
export type AuditThing = (typeof AUDIT_THINGS)[number];

/** The first words of the acts that are done to a thing. */
export const FIRST_WORDS = {
  registration: ["registration", "registrations"],
  spreadsheet: ["import"],
  bulk: ["bulk"],
  credential: ["credential"],
  person: ["user"],
  view: ["view"],
  playbook: ["playbook", "progress"],
  template: ["template"],
  server: ["audit", "database", "retention"],
} as const satisfies Record<AuditThing, readonly string[]>;

/** Things that have a page or a row of their own, so that the log can be asked about a single one. */
const SINGLE_THINGS = ["registration", "spreadsheet", "credential", "person"] as const;
export type SingleThing = (typeof SINGLE_THINGS)[number];

/** Who did it where nobody did: Mitra by itself. */
export const SYSTEM_PERSON = "system";

/** Everything that the log's address can say; ids and words, never a name. Null is "not filtered by it". */
export type AuditFilter = {
  /** A person's id, or `SYSTEM_PERSON`. */
  person: string | null;
  thing: AuditThing | null;
  act: AuditAction | null;
  about: { thing: SingleThing; id: string } | null;
  day: DateRange | null;
  /** The id of the entry that the page comes after. */
  cursor: string | null;
};

export const NO_AUDIT_FILTER: AuditFilter = {
  person: null,
  thing: null,
  act: null,
  about: null,
  day: null,
  cursor: null,
};

const AUDIT_PARAMETERS = ["person", "thing", "act", "about", "day", "cursor"] as const;
type AuditParameter = (typeof AUDIT_PARAMETERS)[number];

const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CURSOR_FORM = /^[1-9]\d{0,17}$/;

/** Reads the log's address. `dropped` names what it does not understand, so that the page can say so; a bad cursor is the first page. */
export function readAuditFilter(given: Record<string, string | string[] | undefined>): {
  filter: AuditFilter;
  dropped: string[];
} {
  const dropped: string[] = [];
  const read = <T>(name: AuditParameter, parse: (text: string) => T | null): T | null => {
    const value = given[name];
    const text = Array.isArray(value) ? value[0] : value;
    const parsed = text ? parse(text) : null;
    if (text && parsed === null && name !== "cursor") dropped.push(name);
    return parsed;
  };
  const filter: AuditFilter = {
    person: read("person", (text) => (text === SYSTEM_PERSON || UUID_FORM.test(text) ? text : null)),
    thing: read("thing", (text) => AUDIT_THINGS.find((known) => known === text) ?? null),
    act: read("act", (text) => AUDIT_ACTIONS.find((known) => known === text) ?? null),
    about: read("about", readAbout),
    day: read("day", readRange),
    cursor: read("cursor", (text) => (CURSOR_FORM.test(text) ? text : null)),
  };
  for (const [name, value] of Object.entries(given))
    if (value && !AUDIT_PARAMETERS.some((known) => known === name)) dropped.push(name);
  return { filter, dropped };
}

/** The address that reads back as the same, in one order; what is not filtered by is left out. */
export function writeAuditFilter({ person, thing, act, about, day, cursor }: AuditFilter): string {
  const texts: Record<AuditParameter, string | null> = {
    person,
    thing,
    act,
    about: about && `${about.thing}.${about.id}`,
    day: day && writeRange(day),
    cursor,
  };
  const params = new URLSearchParams();
  for (const name of AUDIT_PARAMETERS) if (texts[name]) params.set(name, texts[name]);
  return params.toString();
}

/** The acts that are done to a thing, in the order of the list; all of them without one. */
export function actsOf(thing: AuditThing | null): readonly AuditAction[] {
  if (thing === null) return AUDIT_ACTIONS;
  return AUDIT_ACTIONS.filter((action) => FIRST_WORDS[thing].some((word) => action.startsWith(`${word}.`)));
}

function readAbout(text: string): AuditFilter["about"] {
  const [name, id = "", ...rest] = text.split(".");
  const thing = SINGLE_THINGS.find((known) => known === name);
  return thing && rest.length === 0 && UUID_FORM.test(id) ? { thing, id } : null;
}
