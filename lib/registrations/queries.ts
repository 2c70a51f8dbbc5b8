import { type AuditAction, isAuditAction } from "@/lib/audit/actions";
import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { IS_UNSERVED_SQL } from "@/lib/credentials/gate/unserved";
import { database } from "@/lib/db";
import { dokuFieldOf } from "@/lib/doku/problem-field";
import { AppError } from "@/lib/errors";
import { prismaClient } from "@/lib/prisma";
import { EVER_SENT_SQL, PUT_BACK_SQL } from "@/lib/registrations/ever-sent";
import { keepsReference } from "@/lib/registrations/input/partner-reference";
import { typedOf } from "@/lib/registrations/input/registration-fields";
import { maskContactsOf } from "@/lib/registrations/masked-view";
import { permittedActions } from "@/lib/registrations/permitted-actions";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { type Shown, showAnswer, showCode, showNote, showWords } from "@/lib/registrations/sight";
import { allowedActions, mayStand, type RegistrationStatus } from "@/lib/registrations/status";

const ID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const DETAIL_INCLUDE = {
  credential: { select: { label: true, replay: true, pausedAt: true, pausedReason: true } },
  owner: { select: { name: true } },
  createdBy: { select: { name: true } },
  attempts: { orderBy: { number: "desc" } },
  businesses: { orderBy: { receivedAt: "asc" }, include: { brands: { orderBy: { brandId: "asc" } } } },
} as const;

/** Whether the text is the id of a registration; one look at an index. */
export async function isRegistration(actor: Actor, id: string): Promise<boolean> {
  requireCan(actor, "registrations.read");
  if (!ID_FORM.test(id)) return false;
  const { rowCount } = await database().pool.query("select 1 from registration where id = $1", [id]);
  return rowCount === 1;
}

/** Everything the page of one registration shows, as this reader may see it. Throws AppError `not_found`. */
export async function getRegistration(actor: Actor, id: string): Promise<RegistrationView> {
  requireCan(actor, "registrations.read");
  if (!ID_FORM.test(id)) throw new AppError("not_found");
  const prisma = prismaClient();
  const { pool } = database();
  const row = await prisma.registration.findUnique({ where: { id }, include: DETAIL_INCLUDE });
  if (!row) throw new AppError("not_found");
  const facts = await pool.query<{
    now: Date;
    everSent: boolean;
    wasPutBack: boolean;
    isUnserved: boolean;
  }>(
    `select clock_timestamp() as now, ${EVER_SENT_SQL} as "everSent", ${PUT_BACK_SQL} as "wasPutBack",
            ${IS_UNSERVED_SQL} as "isUnserved"
       from registration r join credential c on c.id = r.credential_id where r.id = $1`,
    [id],
  );
  const { now, everSent, wasPutBack, isUnserved } = facts.rows[0] ?? {
    now: new Date(),
    everSent: true,
    wasPutBack: true,
    isUnserved: false,
  };
  const sending = row.claimUntil !== null && row.claimUntil > now;
  return {
    id: row.id,
    credential: {
      ...row.credential,
      pausedAt: row.credential.pausedAt?.toISOString() ?? null,
      isUnserved,
    },
    status: row.status,
    archived: row.archivedAt !== null,
    sending,
    actions: permittedActions(
      actor,
      allowedActions({
        status: row.status,
        archived: row.archivedAt !== null,
        replay: row.credential.replay,
        everSent,
        sending,
        planned: row.nextRunAt !== null,
        standing: mayStand({ ...row, wasPutBack }),
        hasBusiness: row.businesses.length > 0,
      }),
    ),
    partnerReference: row.partnerRefId,
    wasPutBack: wasPutBack && isSettledUnsent(row.status),
    keepsReference: keepsReference({ everSent, problemField: row.problemField }),
    ...maskContactsOf(actor, {
      input: typedOf(row),
      phoneE164: row.phoneE164,
    }),
    duplicateReason: showNote(actor, row.duplicateReason),
    requestId: row.requestId,
    ownerName: row.owner.name,
    createdByName: row.createdBy.name,
    createdAt: row.createdAt.toISOString(),
    queuedAt: row.queuedAt?.toISOString() ?? null,
    firstSentAt: firstSent(row.attempts),
    invitedAt: row.invitedAt?.toISOString() ?? null,
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
    lastOutcome: row.lastOutcome,
    cause: row.cause,
    problem: showWords(actor, row.problem),
    problemField: dokuFieldOf(row.problemField),
    businesses: row.businesses.map((business) => ({
      businessId: business.businessId,
      source: business.source,
      receivedAt: business.receivedAt.toISOString(),
      brandIds: business.brands.map((brand) => brand.brandId),
    })),
    attempts: row.attempts.map((attempt) => ({
      number: attempt.number,
      kind: attempt.kind,
      requestId: attempt.requestId,
      startedAt: attempt.startedAt.toISOString(),
      endedAt: attempt.endedAt?.toISOString() ?? null,
      outcome: attempt.outcome,
      reason: attempt.reason,
      httpStatus: attempt.httpStatus,
      errorCode: showCode(actor, attempt.errorCode),
      message: showWords(actor, attempt.message),
      maskedAnswer: showAnswer(actor, attempt.maskedAnswer),
      answerRemovedAt: attempt.maskedAnswer === "" ? (attempt.clearedAt?.toISOString() ?? null) : null,
      latencyMs: attempt.latencyMs,
      signature: attempt.signature,
      reportedBusinessId: attempt.reportedBusinessId,
    })),
  };
}

/** As far as this database knows nothing of it stands at DOKU. */
function isSettledUnsent(status: RegistrationStatus): boolean {
  return status === "DRAFT" || status === "NEEDS_FIX" || status === "FAILED";
}

/** Attempts come newest first. */
function firstSent(attempts: readonly { startedAt: Date; bytesWritten: boolean | null }[]): string | null {
  const sent = attempts.filter(({ bytesWritten }) => bytesWritten !== false);
  return sent.at(-1)?.startedAt.toISOString() ?? null;
}

const AUDIT_SHOWN = 100;

/** The reports of the progress, the reminders and the notes themselves say these with more words. */
const TOLD_ELSEWHERE = [
  "registration.progress_changed",
  "registration.progress_set",
  "registration.nudged",
  "registration.noted",
] as const satisfies readonly AuditAction[];

export type RegistrationAuditEntry = {
  id: string;
  at: string;
  actorName: string | null;
  action: AuditAction;
  /** What the person wrote, where a reason is asked for. */
  reason: Shown | null;
  /** To whom it was given, where it was. */
  givenTo: string | null;
};

/** The deeds of one registration that nothing else tells of, newest first. `actorName` is null for the system. */
export async function listRegistrationAudit(
  actor: Actor,
  registrationId: string,
): Promise<RegistrationAuditEntry[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{
    id: string;
    at: Date;
    actorName: string | null;
    action: string;
    reason: string | null;
    givenTo: string | null;
  }>(
    `select a.id::text, a.at, u.name as "actorName", a.action, a.details ->> 'reason' as reason, t.name as "givenTo"
       from audit_entry a left join "user" u on u.id = a.actor_id
       left join "user" t on t.id = case when a.action = 'registration.assigned' then (a.details ->> 'to')::uuid end
      where a.registration_id = $1 and a.action <> all ($2) order by a.id desc limit ${AUDIT_SHOWN}`,
    [registrationId, TOLD_ELSEWHERE],
  );
  return rows.flatMap(({ action, at, ...row }) =>
    isAuditAction(action)
      ? [{ ...row, action, reason: showNote(actor, row.reason), at: at.toISOString() }]
      : [],
  );
}
