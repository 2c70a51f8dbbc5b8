import type { PoolClient } from "pg";
import type { GateFacts } from "@/lib/credentials/gate/gate";
import { nextPlacesAt, readPlaces, takePlaces } from "@/lib/credentials/gate/rate-limit";
import { type ProcessClocks, startStopwatch } from "@/lib/db";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";

/** Longer than the longest send (25 s in total), so that a living holder never loses its claim. */
export const CLAIM_SECONDS = 60;
/** A call that begins later than this after the claim could outlast it, with a margin for its recording. */
const SEND_WITHIN_MS = 30_000;

/** What a claim hands to the sender: everything that must not change while the call is under way. */
export type Claim = {
  registrationId: string;
  attemptId: string;
  attemptNumber: number;
  /** The id of the process that claimed. */
  holder: string;
  epoch: number;
  environment: Environment;
  credentialId: string;
  partnerRefId: string;
  requestId: string;
  bodyText: string;
  replay: ReplayMode;
  /** Milliseconds since 1970 by the database's clock, as read with the claim and carried on since. */
  databaseNowMs: () => number;
  /** When it may be sent, by that clock, where the credential has a rate limit. */
  placeAtMs: number | null;
  /** When the call began, by that clock; null before. */
  sentAt: Date | null;
  /** Whether a call may still begin under it (see `startClaimTime`). */
  mayWrite: () => boolean;
};

/** What is needed of a claim to record how its call ended. */
export type EndedClaim = Pick<
  Claim,
  | "registrationId"
  | "attemptId"
  | "attemptNumber"
  | "holder"
  | "epoch"
  | "environment"
  | "credentialId"
  | "partnerRefId"
  | "requestId"
  | "sentAt"
>;

/**
 * Begins a claim's time, before it is asked for; the answer says whether a call may still begin. A process that was
 * frozen, or waited too long, must not send: others may have taken the registration over, and a person may have
 * settled it.
 */
export function startClaimTime(clocks?: ProcessClocks): () => boolean {
  const elapsedMs = startStopwatch(clocks);
  return () => elapsedMs() <= SEND_WITHIN_MS;
}

/** What the process says of itself that asks for a claim. */
export type Asking = {
  holder: string;
  random: number;
  /** The fingerprint of the secret this process would sign with, or null where it has none. */
  keyVersionFor: (credential: { environment: Claim["environment"]; clientId: string }) => string | null;
  clocks?: ProcessClocks | undefined;
};

/** What a credential's row says of sending now, by the database's clock. */
export type Credential = GateFacts &
  Pick<Claim, "credentialId" | "environment" | "replay"> & {
    clientId: string;
    rateLimit: number | null;
    now: Date;
  };

/** What a credential's row says of sending now, for the SELECT of a query on `credential c`. */
export const CREDENTIAL_SQL = `
  c.id as "credentialId", c.environment, c.client_id as "clientId", c.replay, c.rate_limit as "rateLimit",
  c.paused_at as "pausedAt", c.slow_until as "slowUntil", c.fault_count as "faultCount",
  c.breaker_until as "breakerUntil", c.usable_at as "usableAt", c.probe_until as "probeUntil",
  c.key_version as "keyVersion", clock_timestamp() as now`;

/** Claims what `which` selects as `id`, with the `status` that tells what is tried, and writes the attempts. */
export const takeSql = (which: string) => `
  with due as (${which}),
  claimed as (
    update registration r
       set claim_holder = $3, claim_epoch = r.claim_epoch + 1,
           claim_until = clock_timestamp() + make_interval(secs => $4),
           attempt_count = r.attempt_count + 1
      from due where r.id = due.id
    returning r.id, r.claim_epoch, r.attempt_count, r.partner_ref_id, r.request_id, r.body_text,
              coalesce(r.next_kind, case when r.attempt_count = 1 then 'first'
                when due.status = 'UNCONFIRMED' then 'check' else 'retry' end::attempt_kind) as kind
  ), started as (
    insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, actor_id, started_at)
    select gen_random_uuid(), id, attempt_count, kind, request_id, $3, claim_epoch, $5, $6, clock_timestamp()
      from claimed
    returning id as attempt_id, registration_id
  )
  select claimed.id as "registrationId", claimed.claim_epoch as epoch, claimed.attempt_count as "attemptNumber",
         claimed.partner_ref_id as "partnerRefId", claimed.request_id as "requestId",
         claimed.body_text as "bodyText", started.attempt_id as "attemptId"
    from claimed join started on started.registration_id = claimed.id`;

/**
 * When a backup was put back, for as long after that as a claim may last which it does not know: processes that took
 * one before may still send under it. So long nobody claims what the backup brought back, where replays are not proven.
 */
export const JUST_RESTORED_SQL = `
  (select max(d.noticed_at) from database_restore d
    where d.noticed_at > statement_timestamp() - make_interval(secs => ${CLAIM_SECONDS})
      and d.noticed_at <= statement_timestamp())`;

type TakenRow = Pick<
  Claim,
  "registrationId" | "epoch" | "attemptNumber" | "partnerRefId" | "requestId" | "bodyText" | "attemptId"
>;

type Taking = {
  statement: { name: string; text: string };
  of: string;
  limit: number;
  /** Of the one registration, before its last attempt was accounted for. */
  status?: RegistrationStatus;
  credential: Credential;
  holder: string;
  keyVersion: string;
  actorId: string | null;
} & Pick<Claim, "databaseNowMs" | "mayWrite">;

/** Under a rate limit it takes as many as have a place within reach; where none has, it says when to ask again. */
export async function take(tx: PoolClient, taking: Taking): Promise<Claim[] | { again: Date }> {
  const { statement, of, limit, credential, holder, keyVersion, actorId, databaseNowMs, mayWrite } = taking;
  const ofOne = taking.status ? [taking.status] : [];
  const { credentialId, environment, replay } = credential;
  const places = credential.rateLimit === null ? null : await readPlaces(tx, credentialId);
  if (places?.free === 0) return { again: nextPlacesAt(places) };
  const most = places ? Math.min(limit, places.free) : limit;
  const values = [of, most, holder, CLAIM_SECONDS, keyVersion, actorId, ...ofOne];
  const { rows } = await tx.query<TakenRow>({ ...statement, values });
  const placesAtMs = places ? await takePlaces(tx, credentialId, places, rows.length) : [];
  return rows.map((row, index) => ({
    ...row,
    ...{ holder, credentialId, environment, replay, databaseNowMs, mayWrite },
    placeAtMs: placesAtMs[index] ?? null,
    sentAt: null,
  }));
}
