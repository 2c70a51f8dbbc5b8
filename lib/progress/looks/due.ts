import type { Pool, PoolClient } from "pg";
import { decideGate } from "@/lib/credentials/gate/gate";
import { readPlaces, takeLookPlace } from "@/lib/credentials/gate/rate-limit";
import { inTransaction } from "@/lib/db";
import type { DokuClient } from "@/lib/doku/client";
import type { Environment } from "@/lib/generated/prisma/enums";
import { FIRST_LOOK_MS } from "@/lib/progress/next-look";
import type { LookHindrance } from "@/lib/progress/progress-view";
import { CREDENTIAL_SQL, type Credential } from "@/lib/registrations/delivery/claim";

const AT = "coalesce(r.look_at, r.invited_at)";
const HOUR_AGO = `statement_timestamp() - make_interval(secs => ${FIRST_LOOK_MS / 1_000})`;

/** Of registrations r of `credentialId`, an SQL expression: those whose look is due, as two conditions that an index knows. */
const dueSql = (credentialId: string): [long: string, shortly: string] => {
  const invited = `r.credential_id = ${credentialId} and r.status = 'INVITED' and r.archived_at is null`;
  return [
    `${invited} and ${AT} <= ${HOUR_AGO}`,
    // Whoever was invited within the hour and was never planned is not due yet.
    `${invited} and ${AT} > ${HOUR_AGO} and ${AT} <= statement_timestamp() and r.look_at is not null`,
  ];
};

// In the index's order, or a planner that expects many would go through the table for the first.
const firstSql = (what: string, due: string, most: string): string =>
  `(select ${what} from registration r where ${due} order by ${AT}, r.id limit ${most})`;

/** Whether a look of a credential is due, a condition. */
export const hasDueLookSql = (credentialId: string): string =>
  `coalesce(${dueSql(credentialId)
    .map((due) => firstSql("true", due, "1"))
    .join(", ")}, false)`;

const LONGEST_DUE = `
  select id from (${dueSql("$1")
    .map((due) => firstSql(`r.id, ${AT} as at`, due, "$2"))
    .join(" union all ")}) due order by at, id limit $2`;

/** The registrations of a credential whose looks have been due longest. */
export async function listDueLooks(
  db: Pick<Pool, "query">,
  credentialId: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(LONGEST_DUE, [credentialId, limit]);
  return rows.map(({ id }) => id);
}

/** After DOKU refused to tell of any business it is asked again so much later. */
const REFUSED_FOR_HOURS = 24;

export type AskBusinessData = DokuClient["getBusinessData"];
type LookSwitches = Parameters<AskBusinessData>[0]["switches"];

/** What a look needs to ask and to be recorded. */
export type Look = {
  registrationId: string;
  credentialId: string;
  environment: Environment;
  businessId: string;
  brandId: string;
  switches: LookSwitches;
  /** Whether DOKU had refused before. */
  wasRefused: boolean;
  /** By the database's clock. */
  askedAt: Date;
};

export type LookChoice =
  /** `restMs` is how long no other look takes a place after it. */
  | { kind: "look"; look: Look; restMs: number }
  | { kind: "hindered"; by: LookHindrance }
  /** It is not invited any more, or was put away. */
  | { kind: "not_invited" }
  /** DOKU has told no brand of it, by which it could be asked. */
  | { kind: "no_brand" };

/** Without a limit of ours so many looks a second at most. */
const OWN_PACE_MS = 200;
/** Of each place that a look takes, the next one is left to others. */
const PLACES_A_LOOK = 2;

type Row = Credential &
  LookSwitches & {
    isInvited: boolean;
    refusedAt: Date | null;
    isRestored: boolean;
    sendsFirst: boolean;
    businessId: string | null;
    brandId: string | null;
  };

// What is due within a second goes first too: its places are being taken.
const READ = `
  select ${CREDENTIAL_SQL}, r.status = 'INVITED' and r.archived_at is null as "isInvited",
         c.look_path as path, c.look_sends_query as "sendsQuery", c.look_signs_query as "signsQuery",
         c.look_is_wrapped as "isWrapped", c.look_refused_at as "refusedAt",
         exists (select from database_restore where settled_at is null) as "isRestored",
         exists (select from registration due
                  where due.credential_id = c.id and due.next_run_at <= statement_timestamp() + interval '1 second'
                    and due.status in ('QUEUED', 'UNCONFIRMED') and due.archived_at is null) as "sendsFirst",
         business.business_id as "businessId", brand.brand_id as "brandId"
    from registration r join credential c on c.id = r.credential_id
    left join lateral (select b.id, b.business_id from business b where b.registration_id = r.id
                        order by b.received_at, b.id limit 1) business on true
    left join lateral (select br.brand_id from brand br where br.business_row_id = business.id
                        order by br.received_at, br.brand_id limit 1) brand on true
   where r.id = $1`;

/**
 * Whether DOKU may be asked about a registration now, and takes a place under the rate limit for it: only where nothing
 * of the credential is to be sent, and of the places every second one at most. In a transaction that ends before the call.
 */
export function chooseLook(
  pool: Pool,
  {
    registrationId,
    keyVersionFor,
    random,
    isWaitedFor = false,
  }: {
    registrationId: string;
    keyVersionFor: (credential: { environment: Environment; clientId: string }) => string | null;
    random: number;
    /** Whether a person waits for the answer: where no limit counts the calls, theirs takes nothing from sends. */
    isWaitedFor?: boolean;
  },
): Promise<LookChoice> {
  return inTransaction(pool, async (tx) => {
    const row = (await tx.query<Row>(READ, [registrationId])).rows[0];
    if (!row?.isInvited) return { kind: "not_invited" };
    const sendsFirst = row.sendsFirst && !(isWaitedFor && row.rateLimit === null);
    const by = hindranceOf({ ...row, sendsFirst }, keyVersionFor(row), random);
    if (by) return { kind: "hindered", by };
    const { businessId, brandId, credentialId, environment, path, sendsQuery, signsQuery, isWrapped } = row;
    if (businessId === null || brandId === null) {
      await tx.query(PUT_OFF, [registrationId]);
      return { kind: "no_brand" };
    }
    const restMs = row.rateLimit === null ? OWN_PACE_MS : await takePlace(tx, credentialId);
    if (restMs === null) return { kind: "hindered", by: "sends_first" };
    const look = {
      ...{ registrationId, credentialId, environment, businessId, brandId, askedAt: row.now },
      switches: { path, sendsQuery, signsQuery, isWrapped },
      wasRefused: row.refusedAt !== null,
    };
    return { kind: "look", look, restMs };
  });
}

// A person may still enter one.
const PUT_OFF = "update registration set look_at = clock_timestamp() + interval '1 day' where id = $1";

function hindranceOf(row: Row, keyVersion: string | null, random: number): LookHindrance | null {
  if (row.isRestored) return "restored";
  if (row.pausedAt) return "paused";
  if (keyVersion === null) return "secret_missing";
  if (row.sendsFirst) return "sends_first";
  const gate = decideGate(row, { keyVersion, now: row.now, random });
  if (gate.kind === "wait") return "waiting";
  const refusedForMs = row.refusedAt ? row.now.getTime() - row.refusedAt.getTime() : Number.POSITIVE_INFINITY;
  return refusedForMs < REFUSED_FOR_HOURS * 3_600_000 ? "refused" : null;
}

/** Takes a place that is free at this moment; how long the next look has to wait, or null where none is. */
async function takePlace(tx: PoolClient, credentialId: string): Promise<number | null> {
  const places = await readPlaces(tx, credentialId);
  if (!places) return OWN_PACE_MS;
  if (!(await takeLookPlace(tx, credentialId, places))) return null;
  return Math.max(OWN_PACE_MS, PLACES_A_LOOK * places.spacingMs);
}
