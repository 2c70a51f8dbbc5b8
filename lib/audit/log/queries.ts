import type { QueryResultRow } from "pg";
import type { AuditHead } from "@/lib/audit/head-text";
import {
  type AuditEntryRow,
  ENTRY_NAMES,
  entryOf,
  NAMED_ENTRY,
  type Where,
  whereOf,
} from "@/lib/audit/log/entries";
import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import type { AuditFilter, SingleThing } from "@/lib/audit/log/filter";
import type { Actor, UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";

const PAGE_SIZE = 50;

export type AuditLogPage = {
  entries: AuditLogEntry[];
  /** Give it as `cursor` to get the entries that come next; null at the end. */
  older: string | null;
  /** Whether this is not the newest page. */
  isLater: boolean;
  /** How far back was looked where the time was up before the page was full; null else. */
  lookedBackTo: Date | null;
};

type Found = { id: string; at: Date };
type Statement = { text: string; values: unknown[] };

/**
 * Entries that are looked through at first where no index leads to them, as many as hold a page of what is frequent, and
 * at most at once: a tenth of a second's work. `LOOK_MS` is how long a page may look on.
 */
const FIRST_LOOK = 2_000;
const LARGEST_LOOK = 100_000;
const LOOK_MS = 700;

/**
 * Audit entries, newest first, fifty a page, of those that match. No index but those of time and registration leads to
 * them, since each would cost every write: what is rare is looked for piece by piece, until the page is full or the time
 * is up. Throws AppError `not_allowed` without `audit.read`.
 */
export async function listAuditEntries(
  actor: UserActor,
  filter: AuditFilter,
  now: Date,
  lookMs = LOOK_MS,
): Promise<AuditLogPage> {
  requireCan(actor, "audit.read");
  const found = await findPage(whereOf(filter, now, actor.timeZone), filter.cursor, lookMs);
  const shown = found.matches.slice(0, PAGE_SIZE);
  const older = found.matches.length > PAGE_SIZE ? shown.at(-1) : found.stoppedAt;
  return {
    entries: await readEntries(shown),
    older: older?.id ?? null,
    isLater: filter.cursor !== null,
    lookedBackTo: found.matches.length > PAGE_SIZE ? null : (found.stoppedAt?.at ?? null),
  };
}

/** One more than a page of what matches, or how far was looked for it. */
async function findPage(
  where: Where,
  cursor: string | null,
  lookMs: number,
): Promise<{ matches: Found[]; stoppedAt: Found | null }> {
  if (where.looked === "")
    return { matches: await run<Found>(newest(where, cursor, PAGE_SIZE + 1)), stoppedAt: null };
  const deadline = performance.now() + lookMs;
  const matches: Found[] = [];
  let after = cursor;
  for (let size = FIRST_LOOK; ; size = Math.min(size * 4, LARGEST_LOOK)) {
    const piece = await look(where, after, size);
    matches.push(...piece.matches);
    const isEnd = piece.looked < size || piece.last === null;
    if (isEnd || matches.length > PAGE_SIZE) return { matches, stoppedAt: null };
    if (performance.now() >= deadline) return { matches, stoppedAt: piece.last };
    after = piece.last?.id ?? null;
  }
}

type Piece = { matches: Found[]; looked: number; last: Found | null };

/** The matches among the next `size` entries, and the last of those that were looked at. */
async function look(where: Where, after: string | null, size: number): Promise<Piece> {
  const { text, values } = newest(where, after, size, "actor_kind, actor_id, action, subject_id");
  const [piece] = await run<Piece>({
    text: `with looked as materialized (${text}),
                matching as (select id, at from looked where ${where.looked}
                              order by at desc, id desc limit ${PAGE_SIZE + 1})
           select (select coalesce(json_agg(json_build_object('id', id::text, 'at', at) order by at desc, id desc), '[]')
                     from matching) as matches,
                  (select count(*)::int from looked) as looked,
                  (select json_build_object('id', id::text, 'at', at) from looked order by at, id limit 1) as last`,
    values,
  });
  if (!piece) return { matches: [], looked: 0, last: null };
  const inTime = ({ id, at }: Found): Found => ({ id, at: new Date(at) });
  return { ...piece, matches: piece.matches.map(inTime), last: piece.last && inTime(piece.last) };
}

function newest({ led, values }: Where, cursor: string | null, limit: number, more = ""): Statement {
  const all = [...values];
  const place = () => `$${all.push(cursor)}::bigint`;
  // In the order of time, which the days of the filter are led by too; a place that is not there is the newest.
  const after =
    cursor === null
      ? ""
      : ` and (at, id) < (coalesce((select at from audit_entry where id = ${place()}), 'infinity'), ${place()})`;
  return {
    text: `select id, at${more && `, ${more}`} from audit_entry where ${led}${after} order by at desc, id desc limit ${limit}`,
    values: all,
  };
}

async function run<Read extends QueryResultRow>({ text, values }: Statement): Promise<Read[]> {
  return (await database().pool.query<Read>(text, values)).rows;
}

async function readEntries(found: readonly Found[]): Promise<AuditLogEntry[]> {
  if (found.length === 0) return [];
  const rows = await run<AuditEntryRow>({
    text: `select ${NAMED_ENTRY} from audit_entry entry ${ENTRY_NAMES}
            where entry.id = any($1::bigint[]) order by entry.at desc, entry.id desc`,
    values: [found.map(({ id }) => id)],
  });
  return rows.map(entryOf);
}

/** A thing that the log is asked about, by what it is called. */
export type AuditSubject = { kind: "spreadsheet"; fileName: string } | { kind: "named"; name: string };

const NAME_OF = {
  registration: "select business_name as name from registration where id = $1",
  spreadsheet: "select file_name as name from import where id = $1",
  credential: "select label as name from credential where id = $1",
  person: 'select name from "user" where id = $1',
} as const satisfies Record<SingleThing, string>;

/** What the thing is called; null where it is not there. Throws AppError `not_allowed` without `audit.read`. */
export async function findAuditSubject(
  actor: Actor,
  { thing, id }: { thing: SingleThing; id: string },
): Promise<AuditSubject | null> {
  requireCan(actor, "audit.read");
  const [found] = await run<{ name: string }>({ text: NAME_OF[thing], values: [id] });
  if (!found) return null;
  return thing === "spreadsheet"
    ? { kind: "spreadsheet", fileName: found.name }
    : { kind: "named", name: found.name };
}

export type AuditSealView = { sealedAt: Date; entries: number; head: AuditHead };

/** The newest seal of the log, null before the first. Throws AppError `not_allowed` without `audit.read`. */
export async function getAuditSeal(actor: Actor): Promise<AuditSealView | null> {
  requireCan(actor, "audit.read");
  const { rows } = await database().pool.query<{ at: Date; entries: string; position: string; hash: string }>(
    `select sealed_at as at, entries, position, encode(hash, 'hex') as hash
       from audit_seal order by position desc limit 1`,
  );
  const [seal] = rows;
  if (!seal) return null;
  const { at, entries, position, hash } = seal;
  return { sealedAt: at, entries: Number(entries), head: { position, hash } };
}
