import { AppError } from "@/lib/errors";
import { keepsReference } from "@/lib/registrations/input/partner-reference";
import { isSameInput, type TypedColumns, typedOf } from "@/lib/registrations/input/registration-fields";
import {
  type CheckedRegistration,
  cleanInput,
  type Problem,
  type RegistrationInput,
} from "@/lib/registrations/input/schema";
import type { AlreadySent, SaveResult, Submission } from "@/lib/registrations/intake/submission";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** The row that a form is about, as it is kept. */
export type Existing = TypedColumns & {
  id: string;
  status: RegistrationStatus;
  formKey: string;
  requestId: string | null;
  partnerRefKey: string;
  problemField: string | null;
  archivedAt: Date | null;
  queuedAt: Date | null;
  createdAt: Date;
};

/**
 * What may have become of a row before: whether it may have been sent, and by whom nobody knows after a restore; whether a
 * business of it is known, and nothing more may be sent.
 */
export type Before = { everSent: boolean; wasPutBack: boolean; hasBusiness: boolean };

/** What is wrong where what is typed would give another reference to what may stand at DOKU under the one it has, or null. */
export function findKeptReference(
  { partnerRefId, problemField }: Existing,
  { everSent }: Before,
  typed: Pick<RegistrationInput, "partnerReference">,
): Problem | null {
  if (typed.partnerReference === partnerRefId) return null;
  if (!keepsReference({ everSent, problemField })) return null;
  return {
    field: "partnerReference",
    code: "partner_reference_kept",
    params: { reference: partnerRefId },
  };
}

/** Null where the row may still be edited and sent. */
export function endingOf(
  existing: Existing,
  submission: Submission,
  checked: CheckedRegistration,
): SaveResult | null {
  switch (existing.status) {
    case "NEEDS_FIX":
    case "FAILED": {
      // Whoever mends it opened it. A form that was sent, and now holds something else, is not its mending.
      const sent = alreadySent(existing, checked);
      if (submission.registrationId === null && !sent.isSame) return sent;
      if (existing.archivedAt) throw new AppError("not_possible_now");
      return null;
    }
    case "DRAFT": {
      if (existing.archivedAt) throw new AppError("not_possible_now");
      return otherDraft(existing, submission, checked);
    }
    case "QUEUED":
    case "INVITED":
    case "UNCONFIRMED": {
      // The same form again, or the same fix of the same row.
      const isAgain = submission.registrationId !== null || existing.formKey === submission.formKey;
      const sent = alreadySent(existing, checked);
      return isAgain && sent.isSame ? { kind: "saved", id: existing.id } : sent;
    }
  }
}

/**
 * Where the form has made a draft that it knows nothing of: its copy in another tab has, and what is typed here may be
 * another merchant. Null where that is the same, or the form goes on from the draft.
 */
export function otherDraft(
  existing: Existing,
  { registrationId, opened }: Submission,
  typed: Parameters<typeof alreadySent>[1],
): AlreadySent | null {
  const kept = alreadySent(existing, typed);
  return registrationId === null && opened === null && !kept.isSame ? kept : null;
}

/** What was sent, and whether that is what is typed now: a person may have typed another merchant over it. */
export function alreadySent(
  existing: Existing,
  { typed, keys }: { typed: RegistrationInput; keys: Pick<CheckedRegistration["keys"], "partnerReference"> },
): AlreadySent {
  return {
    kind: "already_sent",
    id: existing.id,
    at: (existing.queuedAt ?? existing.createdAt).toISOString(),
    businessName: existing.businessName,
    isSame: isSameInput(existing, typed),
    isSameReference: existing.partnerRefKey === keys.partnerReference,
    isDraft: existing.status === "DRAFT",
  };
}

/** What somebody else made of it since the form came to it, or null. What is just what is typed now is no change. */
export function findChanged(existing: Existing, { opened, values }: Submission): SaveResult | null {
  if (opened === null) return null;
  const known = [opened, cleanInput(opened), cleanInput(values)];
  if (known.some((typed) => isSameInput(existing, typed))) return null;
  return { kind: "changed", there: typedOf(existing) };
}
