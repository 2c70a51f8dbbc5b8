import type { PoolClient } from "pg";
import type { AuditDetails } from "@/lib/audit/record";
import { requireCan } from "@/lib/authority/permissions";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import type { DokuField } from "@/lib/doku/problem-field";
import { readRefusal } from "@/lib/doku/refusal-meaning";
import type { MovingPerson } from "@/lib/registrations/changes/moves";
import { endAbandoned } from "@/lib/registrations/delivery/envelope";
import { PUT_BACK_SQL } from "@/lib/registrations/ever-sent";
import { TYPED_SQL, type TypedColumns, typedOf } from "@/lib/registrations/input/registration-fields";
import { remedyOf } from "@/lib/registrations/input/remedy";
import { type CheckedRegistration, checkRegistration } from "@/lib/registrations/input/schema";
import { queueStatement } from "@/lib/registrations/intake/queue-registrations";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";

/** A registration as it is found, locked until the transaction ends. */
type Row = TypedColumns & {
  id: string;
  status: RegistrationStatus;
  archived: boolean;
  sending: boolean;
  abandoned: boolean;
  replay: ReplayMode;
  wasPutBack: boolean;
  drainable: boolean;
  credentialId: string;
  /** Whether somebody or something changed it since what was decided was decided. */
  isChanged: boolean;
  now: Date;
  formKey: string;
  requestId: string | null;
  reason: string | null;
  problem: string | null;
  problemField: DokuField | null;
};

// In the order of their ids, as everything that locks several registrations.
const LOCK = `
  select r.id, r.status, r.archived_at is not null as archived, r.form_key as "formKey", r.request_id as "requestId",
         coalesce(r.claim_until > clock_timestamp(), false) as sending, r.claim_holder is not null as abandoned, c.replay,
         ${PUT_BACK_SQL} as "wasPutBack",
         r.claim_holder is null and r.death_count = 0 as drainable, r.credential_id as "credentialId",
         r.updated_at > $2 as "isChanged", clock_timestamp() as now, r.duplicate_reason as reason, r.problem,
         r.problem_field as "problemField", ${TYPED_SQL}
    from registration r join credential c on c.id = r.credential_id
   where r.id = any($1::uuid[]) order by r.id for no key update of r`;

/**
 * Takes out of the names of refused registrations what DOKU refused in them, and makes them due with a new envelope, as
 * *Fix and send* does, in the caller's transaction. Left as they are, in `kept`, are those that are not refused any more,
 * that changed after `unchangedSince`, or that ask a person. The caller wakes those who send.
 */
export async function cleanNames(
  tx: PoolClient,
  {
    actor,
    registrationIds,
    unchangedSince,
    auditDetails,
  }: {
    actor: MovingPerson;
    registrationIds: readonly string[];
    unchangedSince: Date;
    auditDetails: AuditDetails;
  },
): Promise<{ cleaned: Row[]; kept: Row[] }> {
  requireCan(actor, "registrations.write");
  const { id: credentialId } = await requireCurrentCredential();
  const { rows } = await tx.query<Row>(LOCK, [registrationIds, unchangedSince]);
  const cleaned: Row[] = [];
  const kept: Row[] = [];
  const toQueue: Parameters<typeof queueStatement>[0][number][] = [];
  for (const row of rows) {
    const isOpen =
      row.status === "NEEDS_FIX" && !row.archived && !row.sending && !row.isChanged && !row.wasPutBack;
    const checked = isOpen ? checkCleaned(row) : null;
    if (!checked) {
      kept.push(row);
      continue;
    }
    cleaned.push({ ...row, credentialId });
    // What brought its senders down is not sent with others.
    const jobInSeconds = row.drainable ? null : 0;
    toQueue.push({ ...row, checked, existing: row, auditDetails, jobInSeconds });
  }
  const [first] = cleaned;
  if (!first) return { cleaned, kept };
  const abandoned = cleaned.filter((row) => row.abandoned).map(({ id }) => id);
  if (abandoned.length > 0) await endAbandoned(tx, abandoned, first.now);
  await tx.query(queueStatement(toQueue, { actorId: actor.id, credentialId }));
  return { cleaned, kept };
}

/** What a refused registration would be sent as without what DOKU refused in its names; null where a person must look. */
function checkCleaned(row: Row): CheckedRegistration | null {
  const remedies = row.problem === null ? null : remedyOf(readRefusal(row.problem, row.problemField), row);
  if (!remedies) return null;
  const names = Object.fromEntries(remedies.map(({ field, after }) => [field, after]));
  const checked = checkRegistration({ ...typedOf(row), ...names });
  return checked.ok ? checked.value : null;
}
