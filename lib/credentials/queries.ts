import { setTimeout as wait } from "node:timers/promises";
import { type Actor, ROLES } from "@/lib/authority/actor";
import { permissionsOf, requireCan } from "@/lib/authority/permissions";
import {
  type CredentialState,
  type CredentialView,
  type TestResult,
  WAITING_CAP,
} from "@/lib/credentials/credential-view";
import { BREAKER_FAULTS } from "@/lib/credentials/gate/gate";
import { RATE_SHARE_SQL } from "@/lib/credentials/gate/rate-limit";
import { IS_UNSERVED_SQL } from "@/lib/credentials/gate/unserved";
import { LOOK_COLUMNS_SQL } from "@/lib/credentials/look-switches";
import { database } from "@/lib/db";
import type { LookSwitches } from "@/lib/doku/business-data";
import { env } from "@/lib/env";
import { LIVING_HOLDERS } from "@/lib/holders/living";

/** Every credential with what waits for it. No secret is read. */
export async function listCredentials(actor: Actor): Promise<CredentialView[]> {
  requireCan(actor, "credentials.read");
  return readCredentials("order by c.environment, c.label");
}

/**
 * The credentials of this environment that are paused, under settings that not all processes have, or that nobody sends with although
 * something waits, for the banner that everybody sees.
 */
export async function listTroubledCredentials(actor: Actor): Promise<CredentialView[]> {
  requireCan(actor, "registrations.read");
  return readCredentials(
    `where c.environment = $1::environment
        and (c.paused_at is not null or ${IS_DISPUTED} or ${HAS_MANY_SECRETS} or ${IS_WAITED_FOR_IN_VAIN}) order by c.label`,
    [env().doku.environment],
  );
}

const NAMED_MENDERS = 2;

/** The names of some who can mend a credential, for those who cannot. */
export async function listMenders(actor: Actor): Promise<string[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{ name: string }>(
    `select name from "user" where disabled_at is null and role = any($1::role[]) order by created_at, id limit ${NAMED_MENDERS}`,
    [ROLES.filter((role) => permissionsOf(role).includes("credentials.manage"))],
  );
  return rows.map(({ name }) => name);
}

/** Whether a living process would have replays otherwise than what is in force for all. */
const DISPUTER = `
  select h.id from holder h
   where h.environment = c.environment and h.client_id = c.client_id and h.replay <> c.replay`;
// Whether one lives is asked only where there is one: this is read with every page.
const IS_DISPUTED = `
  case when exists (${DISPUTER}) then exists (select 1 from (${LIVING_HOLDERS}) l where l.id in (${DISPUTER}))
       else false end`;

/** How many secrets processes have for a credential. */
const SECRETS = `
  select count(distinct h.key_version) from holder h
   where h.environment = c.environment and h.client_id = c.client_id`;
const HAS_MANY_SECRETS = `
  case when (${SECRETS}) > 1 then (${SECRETS} and h.id in (${LIVING_HOLDERS})) > 1 else false end`;

const IS_WAITED_FOR_IN_VAIN = `
  case when ${IS_UNSERVED_SQL}
       then exists (select from registration r where r.credential_id = c.id and r.next_run_at is not null)
       else false end`;

async function readCredentials(which: string, values: readonly string[] = []): Promise<CredentialView[]> {
  type Read = Omit<CredentialView, "pausedAt" | "lookRefusedAt" | "state" | "look"> &
    StateFacts &
    LookSwitches & { lookRefusedAt: Date | null };
  const { rows } = await database().pool.query<Read>(
    `select c.id, c.environment, c.label, c.client_id as "clientId", c.base_url as "baseUrl", c.replay,
            ${IS_DISPUTED} as "isDisputed", ${HAS_MANY_SECRETS} as "hasManySecrets", ${IS_WAITED_FOR_IN_VAIN} as "isUnserved",
            c.paused_at as "pausedAt", c.paused_reason as "pausedReason",
            c.look_refused_at as "lookRefusedAt", c.look_refused_reason as "lookRefusedReason",
            c.usable_at as "usableAt", c.fault_count as "faultCount",
            coalesce(c.probe_until > clock_timestamp(), false) as "isTrying",
            ${LOOK_COLUMNS_SQL},
            c.rate_limit as "rateLimit", c.rate_limit * ${RATE_SHARE_SQL} as "rateNow",
            (select count(*)::int from (select 1 from registration r
               where r.credential_id = c.id and r.next_run_at is not null limit ${WAITING_CAP + 1}) waiting) as waiting
       from credential c ${which}`,
    [...values],
  );
  return rows.map(({ usableAt, faultCount, isTrying, path, sendsQuery, signsQuery, isWrapped, ...row }) => ({
    ...row,
    look: { path, sendsQuery, signsQuery, isWrapped },
    state: stateOf({ ...row, usableAt, faultCount, isTrying }),
    pausedAt: row.pausedAt?.toISOString() ?? null,
    lookRefusedAt: row.lookRefusedAt?.toISOString() ?? null,
  }));
}

type StateFacts = {
  pausedAt: Date | null;
  usableAt: Date | null;
  faultCount: number;
  isTrying: boolean;
  waiting: number;
};

function stateOf({ pausedAt, usableAt, faultCount, isTrying, waiting }: StateFacts): CredentialState {
  if (pausedAt) return "paused";
  if (faultCount >= BREAKER_FAULTS) return "unreachable";
  if (usableAt) return "on";
  if (isTrying || (waiting > 0 && faultCount === 0)) return "testing";
  return faultCount > 0 ? "unanswered" : "untested";
}

const LOOK_MS = 200;

/** Waits for the first answer after a resume, `patienceMs` at most. */
export async function awaitTest(credentialId: string, patienceMs: number): Promise<TestResult> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const [credential] = await readCredentials("where c.id = $1", [credentialId]);
    if (credential === undefined) return "pending";
    if (credential.state !== "testing") return credential.state;
    if (performance.now() >= deadline) return "pending";
    await wait(LOOK_MS);
  }
}
