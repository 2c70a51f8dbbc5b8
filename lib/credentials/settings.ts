import pg, { type PoolClient } from "pg";
import { type AuditDetails, recordAuditSql } from "@/lib/audit/record";
import type { CurrentCredential } from "@/lib/credentials/gate/current";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import type { HolderSettings } from "@/lib/holders/holder";
import { LIVING_HOLDERS } from "@/lib/holders/living";
import { logger } from "@/lib/logger";
import { parkReplays } from "@/lib/registrations/life/state";

type Settings = Pick<CurrentCredential, "replay"> & { baseUrl: string };

// The row is locked from here on: two processes that start together agree one after the other.
const WRITE = `
  insert into credential (id, environment, client_id, base_url, replay, label, updated_at)
  values (gen_random_uuid(), $1::environment, $2, $3, $4::replay_mode, $2, now())
  on conflict (environment, client_id) do update set updated_at = credential.updated_at
  returning id, environment, client_id as "clientId", base_url as "baseUrl", replay`;

// Of living processes that say different things the careful one is right: what it does not do a person can still do.
const STRICTEST = `
  select case when $3::replay_mode = 'unproven' or exists (
           select 1 from holder h where h.environment = $1::environment and h.client_id = $2 and h.replay = 'unproven'
              and h.id in (${LIVING_HOLDERS})
         ) then 'unproven' else 'proven' end as replay`;

/** Writes the settings that the environment names into the credential's row, as `syncCredential` does. */
export function syncCredentialFromEnv(): Promise<CurrentCredential> {
  return syncCredential(env().doku);
}

/**
 * Writes a process's settings into the credential's row and returns it. Called when a process
 * starts, before its first send, and again while it lives: as long as another living process says *unproven*, that is
 * in force for all. A change is audited; one to *unproven* takes back what machines had planned.
 */
export async function syncCredential(settings: HolderSettings): Promise<CurrentCredential> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await syncOnce(settings);
    } catch (error) {
      // Whoever sends locks a registration and then the credential; that must stop nobody from starting.
      const isConflict = error instanceof pg.DatabaseError && CONFLICT.test(error.code ?? "");
      if (!isConflict || conflicts === MAX_CONFLICTS) throw error;
    }
  }
}

/** SQLSTATE class of transactions that got into each other's way. */
const CONFLICT = /^40/;
const MAX_CONFLICTS = 5;

function syncOnce({ environment, clientId, baseUrl, replay }: HolderSettings): Promise<CurrentCredential> {
  return inTransaction(database().pool, async (tx) => {
    const own = [environment, clientId, baseUrl, replay];
    const { rows } = await tx.query<CurrentCredential & Settings>(WRITE, own);
    const [before] = rows;
    if (!before) throw new Error("the credential was not written");
    const strictest = await tx.query<Pick<Settings, "replay">>(STRICTEST, [environment, clientId, replay]);
    const now = { baseUrl, replay: strictest.rows[0]?.replay ?? replay };
    if (now.baseUrl !== before.baseUrl || now.replay !== before.replay) await change(tx, before, now);
    const { id } = before;
    return { id, environment, clientId, replay: now.replay };
  });
}

async function change(tx: PoolClient, before: CurrentCredential & Settings, now: Settings): Promise<void> {
  const { id, environment } = before;
  await tx.query("update credential set base_url = $2, replay = $3, updated_at = now() where id = $1", [
    id,
    now.baseUrl,
    now.replay,
  ]);
  const details: AuditDetails = {};
  if (now.baseUrl !== before.baseUrl) Object.assign(details, { from: before.baseUrl, to: now.baseUrl });
  if (now.replay !== before.replay)
    Object.assign(details, { replayFrom: before.replay, replayTo: now.replay });
  const isStricter = before.replay === "proven" && now.replay === "unproven";
  if (isStricter) details.parked = await parkReplays(tx, id);
  await recordAuditSql(tx, {
    actor: { kind: "system" },
    action: "credential.settings_changed",
    environment,
    subjectId: id,
    details,
  });
  logger.warn({ credentialId: id, ...details }, "the settings of a credential have changed");
}
