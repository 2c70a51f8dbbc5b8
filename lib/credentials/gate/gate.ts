import type { ClientBase } from "pg";
import { RATE_SHARE_SQL } from "@/lib/credentials/gate/rate-limit";

/** A credential without a usable answer for this long sends one registration first. */
const UNTESTED_AFTER_MS = 60_000;
/** Faults in a row after which DOKU counts as unreachable. */
export const BREAKER_FAULTS = 5;
/** While it does, one send tries in this time. */
export const BREAKER_PROBE_MS = 5_000;
/** How long the one that tries holds its place at most: past the longest send. */
export const PROBE_SECONDS = 30;
/** How soon others look again whether the one that tries has come back; spread by half. */
const LOOK_AGAIN_MS = 300;

/** What a credential's row says about sending now. */
export type GateFacts = {
  pausedAt: Date | null;
  slowUntil: Date | null;
  faultCount: number;
  breakerUntil: Date | null;
  usableAt: Date | null;
  probeUntil: Date | null;
  /** Of the secret it was last used with. */
  keyVersion: string | null;
};

export type Gate =
  | { kind: "open" }
  /** Only a person opens it. */
  | { kind: "paused" }
  | { kind: "wait"; until: Date }
  /** One may send, to find out; it has to take the place first. */
  | { kind: "try" };

/**
 * Whether a credential may send now. Pure; `now` is the database's clock, `random` is in [0, 1).
 *
 * A wrong secret, an unknown client or a DOKU that is away is found out by one send, not by a
 * thousand: after a start, a resume, a changed secret, five faults in a row or a minute without a
 * usable answer one registration goes first.
 */
export function decideGate(facts: GateFacts, ours: { keyVersion: string; now: Date; random: number }): Gate {
  const { now, random } = ours;
  if (facts.pausedAt) return { kind: "paused" };
  if (facts.slowUntil && facts.slowUntil > now) return { kind: "wait", until: facts.slowUntil };
  if (facts.faultCount >= BREAKER_FAULTS && facts.breakerUntil && facts.breakerUntil > now) {
    return { kind: "wait", until: facts.breakerUntil };
  }
  const isTested =
    facts.faultCount < BREAKER_FAULTS &&
    facts.keyVersion === ours.keyVersion &&
    facts.usableAt !== null &&
    now.getTime() - facts.usableAt.getTime() < UNTESTED_AFTER_MS;
  if (isTested) return { kind: "open" };
  if (facts.probeUntil && facts.probeUntil > now) {
    return { kind: "wait", until: new Date(now.getTime() + LOOK_AGAIN_MS * (0.5 + random)) };
  }
  return { kind: "try" };
}

/** Whether `decideGate` says "open" of `credential c` at `now`, for who has the secret of that fingerprint; each an expression. */
export const openSql = ({ keyVersion, now }: Record<"keyVersion" | "now", string>) => `(
  c.paused_at is null and coalesce(c.slow_until <= ${now}, true) and c.fault_count < ${BREAKER_FAULTS}
  and c.key_version is not distinct from ${keyVersion}
  and coalesce(c.usable_at > ${now} - make_interval(secs => ${UNTESTED_AFTER_MS / 1_000}), false))`;

/** Takes the place of the one that tries; what another secret was answered says nothing of this one. False where another was faster. */
export async function takeProbe(
  tx: ClientBase,
  { credentialId, holder, keyVersion }: { credentialId: string; holder: string; keyVersion: string },
): Promise<boolean> {
  const taken = await tx.query(
    `update credential
        set probe_until = clock_timestamp() + make_interval(secs => $3), probe_holder = $2, key_version = $4,
            usable_at = case when key_version is not distinct from $4 then usable_at end,
            breaker_until = case when fault_count >= $5 then clock_timestamp() + make_interval(secs => $6) else breaker_until end
      where id = $1 and paused_at is null and (probe_until is null or probe_until <= clock_timestamp())
        and (fault_count < $5 or breaker_until is null or breaker_until <= clock_timestamp())`,
    [credentialId, holder, PROBE_SECONDS, keyVersion, BREAKER_FAULTS, BREAKER_PROBE_MS / 1_000],
  );
  return taken.rowCount === 1;
}

/** What an ended attempt says about its credential. */
export type GateNews =
  /** DOKU answered something that settles an attempt: the credential works. */
  | { kind: "usable" }
  /** No answer, or none that settles anything. */
  | { kind: "fault" }
  /** Nothing left us, for a reason of ours: it says nothing, but the place of the one that tries is free again. */
  | { kind: "silent"; holder: string }
  | { kind: "slow_down"; retryAfterMs: number | null }
  | { kind: "refused"; reason: string };

/** Without a Retry-After, a 429 stops the credential this long. */
export const SLOW_DOWN_MS = 1_000;
/** A credential that works is written down this often, not with every answer: the row is everybody's. */
export const REMEMBER_USABLE_SECONDS = 10;

/**
 * Writes the news of a call into the credential's row, which was signed with the secret of that fingerprint: what
 * another one was answered does not say that the last one works. True where this paused it (the others found it paused).
 */
export async function recordGateNews(
  tx: ClientBase,
  credentialId: string,
  news: GateNews,
  keyVersion: string | null,
): Promise<boolean> {
  switch (news.kind) {
    case "usable":
      await tx.query(RECORD_USABLE, [credentialId, REMEMBER_USABLE_SECONDS, keyVersion]);
      return false;
    case "fault":
      await tx.query(RECORD_FAULT, [credentialId, BREAKER_FAULTS, BREAKER_PROBE_MS / 1_000]);
      return false;
    case "silent":
      await tx.query(GIVE_BACK_PROBE, [credentialId, news.holder]);
      return false;
    case "slow_down": {
      const { retryAfterMs } = news;
      const values = [...slowDownValues(credentialId, retryAfterMs), keyVersion];
      const slowed = await tx.query(RECORD_SLOW_DOWN, values);
      // Paused, it stays blocked until a person resumes it.
      if (slowed.rowCount === 0) await recordSlowDown(tx, credentialId, retryAfterMs);
      return false;
    }
    case "refused": {
      const paused = await tx.query(RECORD_REFUSED, [credentialId, news.reason]);
      return paused.rowCount === 1;
    }
  }
}

/** Assignments of an UPDATE: what was blocked until now is added up, so that registrations do not lose patience over it. */
export const UNBLOCK = `
  blocked_ms = blocked_ms + coalesce(extract(epoch from clock_timestamp() - blocked_since) * 1000, 0)::bigint,
  blocked_since = null`;

const RECORD_USABLE = `
  update credential
     set usable_at = clock_timestamp(), fault_count = 0, breaker_until = null, probe_until = null, probe_holder = null,
         ${UNBLOCK}
   where id = $1 and paused_at is null and key_version is not distinct from $3
     and (usable_at is null or usable_at < clock_timestamp() - make_interval(secs => $2) or fault_count > 0 or probe_until is not null)`;

const RECORD_FAULT = `
  update credential
     set fault_count = fault_count + 1, probe_until = null, probe_holder = null,
         breaker_until = case when fault_count + 1 >= $2 then clock_timestamp() + make_interval(secs => $3) else null end,
         blocked_since = case when fault_count + 1 >= $2 then coalesce(blocked_since, clock_timestamp()) else blocked_since end
   where id = $1`;

const GIVE_BACK_PROBE = `
  update credential set probe_until = null, probe_holder = null
   where id = $1 and probe_holder = $2 and probe_until is not null`;

// Everything that was under way together is answered 429 together: that is one request to slow down.
const JUST_LOWERED =
  "coalesce(rate_lowered_at between clock_timestamp() - interval '1 second' and clock_timestamp(), false)";

/** Assignments of an UPDATE. */
const SLOW_DOWN = `
  slow_until = greatest(slow_until, clock_timestamp() + make_interval(secs => $2)),
  rate_share = case when ${JUST_LOWERED} then rate_share else greatest(${RATE_SHARE_SQL} / 2, 0.05) end,
  rate_lowered_at = case when ${JUST_LOWERED} then rate_lowered_at else clock_timestamp() end`;

// It answered, so it works; how fast it may go on is another matter.
const RECORD_SLOW_DOWN = `
  update credential
     set ${SLOW_DOWN},
         usable_at = clock_timestamp(), fault_count = 0, breaker_until = null, probe_until = null, probe_holder = null,
         ${UNBLOCK}
   where id = $1 and paused_at is null and key_version is not distinct from $3`;

const RECORD_SLOW_DOWN_ALONE = `update credential set ${SLOW_DOWN} where id = $1`;

function slowDownValues(credentialId: string, retryAfterMs: number | null) {
  return [credentialId, (retryAfterMs ?? SLOW_DOWN_MS) / 1_000];
}

/** DOKU answered 429 to a call that registers nobody: sends wait too, but whether they work it does not say. */
export async function recordSlowDown(
  tx: ClientBase,
  credentialId: string,
  retryAfterMs: number | null,
): Promise<void> {
  await tx.query(RECORD_SLOW_DOWN_ALONE, slowDownValues(credentialId, retryAfterMs));
}

const RECORD_REFUSED = `
  update credential
     set paused_at = clock_timestamp(), paused_reason = $2, usable_at = null, probe_until = null, probe_holder = null,
         blocked_since = coalesce(blocked_since, clock_timestamp()), updated_at = clock_timestamp()
   where id = $1 and paused_at is null`;

/** Milliseconds during which the credential sent nothing, up to now; for the SELECT of a query on `credential c`. */
export const BLOCKED_MS_SQL =
  "c.blocked_ms + coalesce(extract(epoch from clock_timestamp() - c.blocked_since) * 1000, 0)::bigint";
