import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import type { UserActor } from "@/lib/authority/actor";
import { recordGateNews } from "@/lib/credentials/gate/gate";
import { resumeCredential } from "@/lib/credentials/mutations";
import { syncCredential } from "@/lib/credentials/settings";
import { database, inTransaction } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { env } from "@/lib/env";
import { CHECK, moveRows, RETRY } from "@/lib/registrations/changes/moves";
import {
  archiveRegistration,
  cancelRegistration,
  checkRegistrationWithDoku,
  markRegistrationFound,
  overrideAsNotSent,
  restoreRegistration,
  retryRegistration,
  sendRegistrationAgain,
} from "@/lib/registrations/changes/mutations";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { claimBatch } from "@/lib/registrations/delivery/claim-due";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { recordEndings } from "@/lib/registrations/delivery/record";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { registerMerchant } from "@/lib/registrations/intake/register";
import type { Submission } from "@/lib/registrations/intake/submission";
import { KEY_VERSION } from "./statements";
import type { Tables } from "./tables";
import { runTrial, type Trial } from "./trial";
import type { Operation } from "./world";

/** What both databases have to agree on after each operation; of times only whether they have come. */
type Shown = Record<string, unknown>;

type Recorded = { operation: Operation; nowMs: number; expected: Shown };

/** Who presses, and what a merchant is registered with. */
export type People = { manager: UserActor; admin: UserActor; makeSubmission: () => Submission };

const REASON = { reason: "It is not in DOKU Dashboard" };
const keyVersionFor = () => KEY_VERSION;

/**
 * Lives a life twice: in memory, and by the product's own functions on the PostgreSQL of `database()`. Answers the
 * first difference, or null. Backups are left out of it.
 */
export async function compareTrial(trial: Trial, people: People): Promise<string | null> {
  const steps = trial.steps.filter(({ kind }) => kind !== "backup" && kind !== "restore");
  const recorded: Recorded[] = [];
  let startMs: number | null = null;
  runTrial(
    { ...trial, steps },
    {
      observe: (operation, { db, nowMs }) => {
        startMs ??= operation.kind === "tick" ? nowMs - operation.ms : nowMs;
        recorded.push({ operation, nowMs, expected: shownOfModel(db, nowMs) });
      },
    },
  );
  for (let time = 1; ; time += 1) {
    const { difference, slowestMs } = await liveBeside(trial, recorded, people, startMs ?? 0);
    // On a machine that stood still for a moment the two clocks are apart: that life is lived again.
    if (!difference || slowestMs < HELD_UP_MS || time === MOST_TIMES) return difference;
  }
}

const HELD_UP_MS = 200;
const MOST_TIMES = 5;

async function liveBeside(
  trial: Trial,
  recorded: readonly Recorded[],
  people: People,
  startMs: number,
): Promise<{ difference: string | null; slowestMs: number }> {
  const beside = await startBeside(trial, people);
  let slowestMs = 0;
  for (const [index, { operation, nowMs, expected }] of recorded.entries()) {
    const beganMs = performance.now();
    await beside.setClock(nowMs - startMs);
    await beside.carryOut(operation);
    slowestMs = Math.max(slowestMs, performance.now() - beganMs);
    const found = await beside.show();
    const names = Object.keys(expected).filter(
      (name) => JSON.stringify(found[name]) !== JSON.stringify(expected[name]),
    );
    if (names.length === 0) continue;
    const told = names.map(
      (name) => `${name} is ${JSON.stringify(found[name])}, in memory ${JSON.stringify(expected[name])}`,
    );
    const before = recorded.slice(0, index + 1).map((one) => JSON.stringify(one.operation));
    return { difference: `after ${before.join("\n  ")}\n${told.join("\n")}`, slowestMs };
  }
  return { difference: null, slowestMs };
}

function shownOfModel({ row, attempts, credential, businesses }: Tables, nowMs: number): Shown {
  return {
    status: row.status,
    archived: row.archived,
    due: row.nextRunAt !== null,
    isDue: row.nextRunAt === null ? null : row.nextRunAt.getTime() <= nowMs + 400,
    kind: row.nextKind,
    claimed: row.claimHolder !== null,
    sending: row.claimUntil !== null && row.claimUntil.getTime() > nowMs,
    epoch: row.epoch,
    attemptCount: row.attemptCount,
    deathCount: row.deathCount,
    lastOutcome: row.lastOutcome,
    problem: row.problem,
    cause: row.cause,
    attempts: attempts.map((one) => [one.kind, one.outcome, one.reason, one.requestId === row.requestId]),
    businesses: businesses.map(({ id, source }) => [id, source]).toSorted(),
    paused: credential.pausedAt !== null,
    faultCount: credential.faultCount,
    slow: credential.slowUntil !== null && credential.slowUntil.getTime() > nowMs,
    broken: credential.breakerUntil !== null,
    tested: credential.usableAt !== null,
    trying: credential.probeUntil !== null,
    blocked: credential.blockedSince !== null,
    replay: credential.replay,
  };
}

const SHOW = `
  select r.status, r.archived_at is not null as archived, r.next_run_at is not null as due,
         r.next_run_at <= clock_timestamp() + interval '400 milliseconds' as "isDue", r.next_kind as kind,
         r.claim_holder is not null as claimed, coalesce(r.claim_until > clock_timestamp(), false) as sending,
         r.claim_epoch as epoch, r.attempt_count as "attemptCount", r.death_count as "deathCount",
         r.last_outcome as "lastOutcome", r.problem, r.cause,
         (select coalesce(json_agg(json_build_array(a.kind, a.outcome, a.reason, a.request_id = r.request_id)
                                   order by a.number), '[]') from attempt a where a.registration_id = r.id) as attempts,
         (select coalesce(json_agg(json_build_array(b.business_id, b.source) order by b.business_id), '[]')
            from business b where b.registration_id = r.id) as businesses,
         c.paused_at is not null as paused, c.fault_count as "faultCount",
         coalesce(c.slow_until > clock_timestamp(), false) as slow, c.breaker_until is not null as broken,
         c.usable_at is not null as tested, c.probe_until is not null as trying, c.blocked_since is not null as blocked,
         c.replay
    from registration r join credential c on c.id = r.credential_id where r.id = $1`;

// Time passes by moving all that is written down back.
const MOVE_TIME = `
  with r as (
    update registration set next_run_at = next_run_at - $2::interval, claim_until = claim_until - $2::interval,
           queued_at = queued_at - $2::interval, give_up_at = give_up_at - $2::interval where id = $1
    returning credential_id
  ), a as (
    update attempt set started_at = started_at - $2::interval where registration_id = $1
  )
  update credential
     set usable_at = usable_at - $2::interval, probe_until = probe_until - $2::interval,
         breaker_until = breaker_until - $2::interval, slow_until = slow_until - $2::interval,
         blocked_since = blocked_since - $2::interval, paused_at = paused_at - $2::interval
    from r where id = r.credential_id`;

const RENEW_CREDENTIAL = `
  update credential
     set replay = $1::replay_mode, paused_at = null, slow_until = null, fault_count = 0, breaker_until = null,
         usable_at = clock_timestamp(), probe_until = null, probe_holder = null, key_version = $2, blocked_ms = 0,
         blocked_since = null`;

let lockKeys = 0;

async function startBeside(trial: Trial, { manager, admin, makeSubmission }: People) {
  const { pool } = database();
  await pool.query(
    "update registration set next_run_at = null, archived_at = clock_timestamp() where archived_at is null",
  );
  await pool.query(RENEW_CREDENTIAL, [trial.mode === "R" ? "proven" : "unproven", KEY_VERSION]);
  const submission = makeSubmission();
  const saved = await registerMerchant(manager, submission);
  if (saved.kind !== "saved") throw new Error(`it was not registered: ${saved.kind}`);
  const { id } = saved;
  const startedMs = performance.now();
  const { rows } = await pool.query<{ credentialId: string }>(
    `select credential_id as "credentialId" from registration where id = $1`,
    [id],
  );
  const credentialId = rows[0]?.credentialId ?? "";
  const claims = new Map<number, Claim>();
  const holders = new Map<string, string>();
  let movedMs = 0;
  let bodies = 0;

  /** Ids are DOKU's, and each merchant has its own. */
  const own = (businessId: string) => `${businessId}-${id}`;
  function holderOf(name: string): string {
    const known = holders.get(name);
    if (known) return known;
    const made = randomUUID();
    holders.set(name, made);
    return made;
  }

  async function setClock(elapsedMs: number): Promise<void> {
    // Never forth: what has come must not lie ahead again.
    const behindMs = Math.max(0, elapsedMs - movedMs - (performance.now() - startedMs));
    movedMs += behindMs;
    await pool.query(MOVE_TIME, [id, `${Math.round(behindMs)} milliseconds`]);
  }

  async function claim({ holder, random, attemptId }: Extract<Operation, { holder: string }>): Promise<void> {
    const asking = { registrationId: id, holder: holderOf(holder), actorId: null, random, keyVersionFor };
    const claimed = await claimForSend(pool, asking);
    if (attemptId !== null && claimed.kind === "claimed") claims.set(attemptId, claimed.claim);
  }

  async function drain({ holder, random, attemptId }: Extract<Operation, { holder: string }>): Promise<void> {
    const asking = { credentialId, holder: holderOf(holder), limit: 1, keyVersionFor, random };
    const claimed = await claimBatch(pool, asking);
    const first = claimed.kind === "claimed" ? claimed.claims[0] : undefined;
    if (attemptId !== null && first) claims.set(attemptId, first);
  }

  async function write(attemptId: number, ending: AttemptEnding, random: number): Promise<void> {
    const claim = claims.get(attemptId);
    if (!claim) return;
    const business = ending.business && { ...ending.business, id: own(ending.business.id) };
    await recordEndings(pool, [{ claim, ending: { ...ending, business }, random }]);
  }

  const inBulk = (work: (tx: PoolClient) => Promise<unknown>) => inTransaction(pool, work);

  async function press(operation: Extract<Operation, { kind: "move" }>): Promise<unknown> {
    switch (operation.action) {
      case "retry":
        return operation.inBulk
          ? inBulk((tx) => moveRows(tx, RETRY, { actor: manager, registrationIds: [id] }))
          : retryRegistration(manager, id);
      case "check":
        return operation.inBulk
          ? inBulk((tx) => moveRows(tx, CHECK, { actor: manager, registrationIds: [id] }))
          : checkRegistrationWithDoku(manager, id);
      case "sendAgain":
        return sendRegistrationAgain(manager, id, REASON);
      case "found":
        return markRegistrationFound(manager, id, { businessId: own(operation.foundId ?? ""), brandIds: [] });
      case "override":
        return overrideAsNotSent(admin, id, REASON);
      case "cancel":
        return cancelRegistration(manager, id);
      case "archive":
        return archiveRegistration(manager, id);
      case "restore":
        return restoreRegistration(manager, id);
    }
  }

  async function fix(): Promise<void> {
    bodies += 1;
    const values = { ...submission.values, businessName: `${submission.values.businessName} ${bodies}` };
    const fixed = { ...submission, formKey: randomUUID(), registrationId: id, values, acceptWarnings: true };
    const result = await registerMerchant(manager, fixed);
    if (result.kind !== "saved") throw new Error(`it was not fixed: ${result.kind}`);
  }

  async function sweepAfter(dead: readonly string[]): Promise<void> {
    // None of them holds a lock: that is what a dead process leaves.
    for (const name of dead) {
      lockKeys += 1;
      await pool.query(
        "insert into holder (id, lock_key, kind, seen_at) values ($1, $2, 'worker', clock_timestamp())",
        [holderOf(name), lockKeys],
      );
    }
    // In the model's time workers sweep all along.
    await pool.query("update sweep set at = clock_timestamp() - interval '1 second'");
    await sweepDeadHolders(pool, { intervalMs: 0 });
    for (const name of dead) holders.delete(name);
  }

  async function carryOut(operation: Operation): Promise<unknown> {
    switch (operation.kind) {
      case "claim":
        return claim(operation);
      case "claim_batch":
        return drain(operation);
      case "record":
        return write(operation.attemptId, operation.ending, operation.random);
      case "move":
        return press(operation);
      case "fix":
        return fix();
      case "resume":
        return resumeCredential(admin, credentialId);
      case "replay":
        return syncCredential({ ...env().doku, replay: operation.replay });
      case "sweep":
        return sweepAfter(operation.dead);
      case "others":
        for (let time = 0; time < operation.times; time += 1)
          await inTransaction(pool, (tx) =>
            recordGateNews(tx, credentialId, { kind: operation.news }, KEY_VERSION),
          );
        return;
      case "tick":
        return;
    }
  }

  async function show(): Promise<Shown> {
    const found = (await pool.query<Shown>(SHOW, [id])).rows[0] ?? {};
    const kept = found.businesses as [string, string][];
    return {
      ...found,
      businesses: kept.map(([business, source]) => [business.slice(0, -id.length - 1), source]),
    };
  }

  return { setClock, carryOut, show };
}
