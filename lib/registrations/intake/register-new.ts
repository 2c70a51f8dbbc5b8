import { randomUUID } from "node:crypto";
import type { UserActor } from "@/lib/authority/actor";
import { database, startDatabaseClock } from "@/lib/db";
import { env } from "@/lib/env";
import { type Asking, type Claim, startClaimTime } from "@/lib/registrations/delivery/claim";
import { endUnlearnt } from "@/lib/registrations/delivery/unlearnt-claims";
import type { CheckedRegistration } from "@/lib/registrations/input/schema";
import { createOrderedIds } from "@/lib/registrations/intake/ordered-id";
import { type NewRow, newStatement, type ToQueue } from "@/lib/registrations/intake/queue-registrations";
import type { SaveResult, Submission } from "@/lib/registrations/intake/submission";
import { FALLBACK_DELAY_SECONDS } from "@/lib/registrations/queue";

/** What became of a submission, and the claim under which whoever asked for it is to send it now. */
export type Registered = { result: SaveResult; claim: Claim | null };

type Existing = (NonNullable<ToQueue["existing"]> & Pick<ToQueue, "id" | "formKey">) | null;

/**
 * Registers in one statement, and claims in it where nothing holds the send back. Null where it may resemble another
 * one, was made before, or there is no credential yet.
 */
export async function registerNew(
  actor: UserActor,
  submission: Submission,
  checked: CheckedRegistration,
  asking: Asking | null,
): Promise<Registered | null> {
  const credential = env().doku;
  const row = rowOf({ submission, existing: null, checked, reason: null });
  const keyVersion = asking?.keyVersionFor(credential) ?? null;
  const claimer =
    asking && keyVersion !== null ? { holder: asking.holder, keyVersion, attemptId: randomUUID() } : null;
  const mayWrite = startClaimTime(asking?.clocks);
  const statement = newStatement(row, { actorId: actor.id, credential, claimer });
  const { pool } = database();
  const { rows } = await pool.query<NewRow>(statement).catch((error: unknown) => {
    if (claimer) endUnlearnt(pool, [{ registrationId: row.id, attemptId: claimer.attemptId }]);
    throw error;
  });
  const [made] = rows;
  if (!made) return null;
  const result = { kind: "saved", id: made.id } as const;
  if (!claimer || made.attemptId === null) return { result, claim: null };
  const { id, job: _job, now, ...claimed } = made;
  const ours = { holder: claimer.holder, databaseNowMs: startDatabaseClock(now), mayWrite };
  return { result, claim: { ...claimed, ...ours, placeAtMs: null, sentAt: null } };
}

/** The job is only the fallback: the caller submits. */
export function rowOf({
  submission,
  existing,
  checked,
  reason,
}: {
  submission: Submission;
  existing: Existing;
  checked: CheckedRegistration;
  reason: string | null;
}): ToQueue {
  const [newId = ""] = createOrderedIds(new Date(), 1);
  // A row that is fixed keeps the key it was made under: by it a spreadsheet knows its row again.
  const { id, formKey } = existing ?? { id: newId, formKey: submission.formKey };
  return { id, formKey, existing, checked, reason, jobInSeconds: FALLBACK_DELAY_SECONDS };
}
