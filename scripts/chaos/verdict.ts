import type { Pool } from "pg";
import type { StandIn } from "@/lib/doku/stand-in/server";

export type Mode = "R" | "N";

/** One line of the table: a count that must be zero, of how many it is, and which, for a person who looks into it. */
export type Count = { name: string; count: number; of: number; which: string[] };

type Row = {
  partnerRefId: string;
  requestId: string;
  status: string;
  isAtRest: boolean;
  hasStopped: boolean;
  /** Processes that died over it in a row. */
  deaths: number;
  entries: string[];
};

const ROWS = `
  select r.partner_ref_id as "partnerRefId", r.request_id as "requestId", r.status::text as status,
         r.next_run_at is null and (r.claim_until is null or r.claim_until <= clock_timestamp()) as "isAtRest",
         exists (select 1 from attempt a where a.registration_id = r.id and (a.outcome is null or a.reason = 'process_stopped')) as "hasStopped",
         r.death_count as deaths,
         array(select b.business_id || ' ' || array_to_string(array(
                 select brand_id from brand where business_row_id = b.id order by brand_id), ',')
                 from business b where b.registration_id = r.id) as entries
    from registration r`;

/** How many registrations a machine has still to do with. */
export async function countUnsettled(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from registration r
      where not (r.status = 'INVITED' or (r.status = 'UNCONFIRMED' and r.next_run_at is null))
         or r.claim_until > clock_timestamp()
         or exists (select 1 from attempt a where a.registration_id = r.id and a.outcome is null)`,
  );
  return rows[0]?.count ?? 0;
}

/** Holds what was registered against what the stand-in received and made, entry by entry and in both directions. */
export async function judge(
  pool: Pool,
  { mode, standIn, references }: { mode: Mode; standIn: StandIn; references: readonly string[] },
): Promise<Count[]> {
  const { rows } = await pool.query<Row>(ROWS);
  const known = new Map(rows.map((row) => [row.partnerRefId, row]));
  const made = standIn.ledger.businesses();
  const count = (name: string, of: number, which: string[]): Count => ({
    name,
    of,
    which,
    count: which.length,
  });
  const refs = (some: Row[]) => some.map((row) => row.partnerRefId);

  const mapped = rows.flatMap((row) => row.entries.map((entry) => `${row.partnerRefId} ${entry}`));
  const ledger = made.map(
    (one) => `${one.partnerRefId} ${one.businessId} ${[...one.brandIds].sort().join()}`,
  );
  const parked = rows.filter((row) => row.status === "UNCONFIRMED" && row.isAtRest);
  const parkedRefs = new Set(refs(parked));
  const notSettled = rows.filter((row) => row.status !== "INVITED" && !parkedRefs.has(row.partnerRefId));
  const alarms = await pool.query<{ action: string }>(
    "select action from audit_entry where action like '%alarm%'",
  );
  return [
    count("lost", references.length, [...references.filter((ref) => !known.has(ref)), ...refs(notSettled)]),
    count("registered twice", rows.length, rows.length > references.length ? ["more rows than forms"] : []),
    count("duplicates at the stand-in", made.length, repeated(made.map((one) => one.partnerRefId))),
    ...(mode === "R"
      ? [unresolved(rows, parked, standIn)]
      : compareParked(parkedRefs, expectedAmbiguous(rows, standIn), rows.length)),
    count("mapped, not in the ledger", mapped.length, missing(mapped, ledger)),
    count(
      "in the ledger, not mapped",
      ledger.length,
      missing(ledger, mapped).filter((entry) => !parkedRefs.has(entry.split(" ")[0] ?? "")),
    ),
    count("replays with other bytes", standIn.ledger.requests().length, changedEnvelopes(rows, standIn)),
    count(
      "alarms",
      rows.length,
      alarms.rows.map(({ action }) => action),
    ),
  ];
}

/**
 * The stand-in spoils at most three answers in a row, and the product replays three times. An answer in between
 * that a process died over lets the stand-in begin to count anew: a fourth spoilt one then rightly parks the row.
 */
const MOST_SPOILT = 3;
/** A row over which so many processes died in a row counts as poison and is rightly parked, whoever killed them. */
const DEATHS_OF_POISON = 6;

function unresolved(rows: readonly Row[], parked: readonly Row[], standIn: StandIn): Count {
  const poison = parked.filter((row) => row.deaths >= DEATHS_OF_POISON);
  const others = parked.filter((row) => row.deaths < DEATHS_OF_POISON);
  const which = others.filter((row) => spoiltCalls(row, standIn) <= MOST_SPOILT);
  const worn = others.length - which.length;
  return {
    name: `unresolved (${worn} more met over ${MOST_SPOILT} spoilt answers, ${poison.length} more ${DEATHS_OF_POISON} deaths)`,
    count: which.length,
    of: rows.length,
    which: which.map((row) => row.partnerRefId),
  };
}

function spoiltCalls(row: Row, standIn: StandIn): number {
  return standIn.ledger
    .requests()
    .filter(({ requestId, failure }) => requestId === row.requestId && isSpoilt(failure)).length;
}

const isSpoilt = (failure: string | null) => failure !== null && failure !== "busy";

/** Those whose answer was spoilt on the way, by the stand-in's own log, and those whose process died over an open attempt. */
function expectedAmbiguous(rows: readonly Row[], standIn: StandIn): Set<string> {
  const spoilt = new Set(
    standIn.ledger
      .requests()
      .filter(({ failure }) => isSpoilt(failure))
      .map(({ requestId }) => requestId),
  );
  return new Set(
    rows.filter((row) => row.hasStopped || spoilt.has(row.requestId)).map((row) => row.partnerRefId),
  );
}

function compareParked(parked: ReadonlySet<string>, ambiguous: ReadonlySet<string>, of: number): Count[] {
  const onlyIn = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((ref) => !b.has(ref));
  const sets = `of ${parked.size} parked and ${ambiguous.size} ambiguous`;
  const line = (name: string, which: string[]) => ({
    name: `${name} (${sets})`,
    count: which.length,
    of,
    which,
  });
  return [
    line("parked, not ambiguous", onlyIn(parked, ambiguous)),
    line("ambiguous, not parked", onlyIn(ambiguous, parked)),
  ];
}

/** Request-Ids that are not of a registration, or that came with more than one body. */
function changedEnvelopes(rows: readonly Row[], standIn: StandIn): string[] {
  const ours = new Set(rows.map((row) => row.requestId));
  const bodies = new Map<string, string>();
  return standIn.ledger.requests().flatMap(({ requestId, bodySha256 }) => {
    const key = requestId ?? "";
    const first = bodies.get(key) ?? bodySha256;
    bodies.set(key, first);
    return ours.has(key) && first === bodySha256 ? [] : [key];
  });
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}

function missing(these: readonly string[], those: readonly string[]): string[] {
  const known = new Set(those);
  return these.filter((entry) => !known.has(entry));
}
