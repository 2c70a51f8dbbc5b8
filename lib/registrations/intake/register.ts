import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { type CurrentCredential, requireCurrentCredential } from "@/lib/credentials/gate/current";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import type { Asking } from "@/lib/registrations/delivery/claim";
import { EVER_SENT_SQL, HAS_BUSINESS_SQL, PUT_BACK_SQL } from "@/lib/registrations/ever-sent";
import { typedColumns } from "@/lib/registrations/input/registration-fields";
import {
  type CheckedRegistration,
  checkDraft,
  checkRegistration,
  type Problem,
} from "@/lib/registrations/input/schema";
import { findDuplicates, findReferenceHolder, radarKeysOf } from "@/lib/registrations/intake/duplicates";
import {
  alreadySent,
  type Before,
  type Existing,
  endingOf,
  findChanged,
  findKeptReference,
  otherDraft,
} from "@/lib/registrations/intake/existing";
import { queueStatement } from "@/lib/registrations/intake/queue-registrations";
import { type Registered, registerNew, rowOf } from "@/lib/registrations/intake/register-new";
import type { SaveResult, Submission } from "@/lib/registrations/intake/submission";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";

const REASON_MAX_LENGTH = 500;

type Transaction = Prisma.TransactionClient;

/**
 * Registers a merchant from the form: checks, duplicate radar, then one transaction with the
 * registration, its frozen envelope, the fallback job and the audit entry. Nothing is sent here;
 * the caller submits the returned id.
 *
 * Serves a new form, a draft and a fix alike. Submitting the same form again returns the row it
 * made. Throws AppError `not_found`, or `not_possible_now` where the row's status allows no edit.
 */
export async function registerMerchant(actor: UserActor, submission: Submission): Promise<SaveResult> {
  return (await registerAndClaim(actor, submission, null)).result;
}

/** The same; a new one that nothing holds back is claimed for `asking` in the same statement, and is then its to send. */
export async function registerAndClaim(
  actor: UserActor,
  submission: Submission,
  asking: Asking | null,
): Promise<Registered> {
  const checked = checkRegistration(submission.values);
  if (!checked.ok) {
    const { problems, warnings } = checked;
    return { result: { kind: "problems", problems, warnings }, claim: null };
  }
  if (submission.registrationId === null && isAccepted(submission, checked.warnings, [], null)) {
    const made = await registerNew(actor, submission, checked.value, asking);
    if (made) return made;
  }
  return { result: await registerWithCare(actor, submission, checked), claim: null };
}

/** In a transaction with all that a person may have to be told first. */
async function registerWithCare(
  actor: UserActor,
  submission: Submission,
  checked: { value: CheckedRegistration; warnings: Problem[] },
): Promise<SaveResult> {
  const credential = await requireCurrentCredential();
  return onConflictReread(() =>
    prismaClient().$transaction(async (tx) => {
      const existing = await findExisting(tx, credential.environment, submission);
      const sent = existing ? endingOf(existing, submission, checked.value) : null;
      if (sent) return sent;
      const changed = existing ? findChanged(existing, submission) : null;
      if (changed) return changed;
      const before = existing ? await readBefore(tx, existing.id) : null;
      if (before?.hasBusiness) throw new AppError("not_possible_now");
      const kept = existing && before ? findKeptReference(existing, before, checked.value.typed) : null;
      if (kept) return { kind: "problems", problems: [kept], warnings: [] };
      const warnings: Problem[] = before?.wasPutBack
        ? [{ field: "businessName", code: "put_back" }, ...checked.warnings]
        : checked.warnings;
      const [environment, exceptId] = [credential.environment, existing?.id ?? null];
      const partnerReferenceKey = checked.value.keys.partnerReference;
      const holder = await findReferenceHolder(tx, actor, { environment, partnerReferenceKey, exceptId });
      if (holder) return { kind: "reference_used", match: holder };
      await waitForThoseAlike(tx, credential.environment, checked.value);
      const keys = radarKeysOf(checked.value);
      const duplicates = await findDuplicates(tx, actor, { environment, keys, exceptId });
      const reason = submission.duplicateReason?.trim().slice(0, REASON_MAX_LENGTH) || null;
      if (!isAccepted(submission, warnings, duplicates, reason)) {
        return { kind: "warnings", warnings, duplicates };
      }
      const row = rowOf({ submission, existing, checked: checked.value, reason });
      const { text, values } = queueStatement([row], { actorId: actor.id, credentialId: credential.id });
      const [queued] = await tx.$queryRawUnsafe<{ id: string }[]>(text, ...values);
      if (!queued) throw new TakenMeanwhile();
      const { id } = queued;
      if (duplicates.length > 0) {
        await recordAudit(tx, {
          actor,
          action: "registration.duplicate_accepted",
          environment: credential.environment,
          registrationId: id,
          details: { resembles: duplicates.map((match) => match.id) },
        });
      }
      return { kind: "saved", id };
    }),
  );
}

async function readBefore(tx: Transaction, id: string): Promise<Before> {
  const [row] = await tx.$queryRawUnsafe<Before[]>(
    `select ${EVER_SENT_SQL} as "everSent", ${PUT_BACK_SQL} as "wasPutBack", ${HAS_BUSINESS_SQL} as "hasBusiness"
       from registration r where r.id = $1::uuid`,
    id,
  );
  return row ?? { everSent: true, wasPutBack: true, hasBusiness: true };
}

/** Two that are alike go one after the other, so that the second is warned of the first; here and in `queueStatement`. */
async function waitForThoseAlike(
  tx: Transaction,
  environment: CurrentCredential["environment"],
  { keys, phone }: CheckedRegistration,
): Promise<void> {
  await tx.$executeRaw`select resembles_nothing(${environment}::environment, ${keys.representativeEmail},
                         ${keys.invitedUserEmail}, ${phone.e164}, ${keys.name})`;
}

/** Warnings come together, once; only a duplicate asks for a reason. */
function isAccepted(
  submission: Submission,
  warnings: readonly Problem[],
  duplicates: readonly DuplicateMatch[],
  reason: string | null,
): boolean {
  if (warnings.length === 0 && duplicates.length === 0) return true;
  return submission.acceptWarnings && (duplicates.length === 0 || reason !== null);
}

/**
 * Saves what is typed so far as a draft; it may be incomplete. Never sends. A refused or failed
 * registration stays what it is: only drafts and new forms are saved here.
 */
export async function saveDraft(actor: UserActor, submission: Submission): Promise<SaveResult> {
  const checked = checkDraft(submission.values);
  if (!checked.ok) return { kind: "problems", problems: checked.problems, warnings: [] };
  const credential = await requireCurrentCredential();
  const { keys, phoneE164, ...typed } = checked.value;
  return onConflictReread(() =>
    prismaClient().$transaction(async (tx) => {
      const existing = await findExisting(tx, credential.environment, submission);
      if (existing && existing.status !== "DRAFT") {
        const asSent = checkRegistration(submission.values);
        return alreadySent(existing, asSent.ok ? asSent.value : { typed, keys });
      }
      const other = existing ? otherDraft(existing, submission, { typed, keys }) : null;
      if (other) return other;
      const changed = existing ? findChanged(existing, submission) : null;
      if (changed) return changed;
      const kept = existing ? findKeptReference(existing, await readBefore(tx, existing.id), typed) : null;
      if (kept) return { kind: "problems", problems: [kept], warnings: [] };
      const holder = await findReferenceHolder(tx, actor, {
        environment: credential.environment,
        partnerReferenceKey: keys.partnerReference,
        exceptId: existing?.id ?? null,
      });
      if (holder) return { kind: "reference_used", match: holder };
      const fields = {
        ...typedColumns(typed),
        partnerRefKey: keys.partnerReference,
        nameKey: keys.name,
        representativeEmailKey: keys.representativeEmail,
        invitedUserEmailKey: keys.invitedUserEmail,
        phoneE164,
      };
      const row = existing
        ? await tx.registration.update({ where: { id: existing.id }, data: fields, select: { id: true } })
        : await tx.registration.create({
            data: { ...fields, ...originOf(actor, submission, credential), status: "DRAFT" },
            select: { id: true },
          });
      await recordAudit(tx, {
        actor,
        action: "registration.draft_saved",
        environment: credential.environment,
        registrationId: row.id,
      });
      return { kind: "saved", id: row.id };
    }),
  );
}

/** The row the form is about: the one it was opened for, or the one an earlier submission of it made. Locked. */
async function findExisting(
  tx: Transaction,
  environment: CurrentCredential["environment"],
  submission: Submission,
): Promise<Existing | null> {
  // Clicks that arrive together go one after the other, or a later one could find its own form's row as a stranger's.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${submission.formKey}, 0))`;
  const where = submission.registrationId
    ? { id: submission.registrationId }
    : { formKey: submission.formKey };
  const found = await tx.registration.findFirst({ where: { ...where, environment }, select: { id: true } });
  if (!found) {
    if (submission.registrationId) throw new AppError("not_found");
    return null;
  }
  await tx.$executeRaw`select 1 from registration where id = ${found.id}::uuid for no key update`;
  return tx.registration.findUniqueOrThrow({ where: { id: found.id } });
}

function originOf(actor: UserActor, submission: Submission, credential: CurrentCredential) {
  return {
    formKey: submission.formKey,
    environment: credential.environment,
    credentialId: credential.id,
    ownerId: actor.id,
    createdById: actor.id,
  };
}

/** Somebody else took the form's key or the reference between the look and the write. */
class TakenMeanwhile extends Error {}

/** Two submissions at the same moment: the unique keys let one through, and the other reads what it wrote. */
async function onConflictReread(save: () => Promise<SaveResult>): Promise<SaveResult> {
  try {
    return await save();
  } catch (error) {
    if (isTaken(error)) return save();
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  if (error instanceof TakenMeanwhile) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2002" || (error.code === "P2010" && error.message.includes("23505"));
}
