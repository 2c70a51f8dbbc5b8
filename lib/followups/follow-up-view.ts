import type { ProgressCode } from "@/lib/progress/progress";
import type { Shown } from "@/lib/registrations/sight";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** The one next date of a registration, ISO 8601 in UTC, and why. */
export type FollowUp = { at: string; note: Shown | null };

/** Whether a registration can have a next date: a draft is gone on with, and what was put away is over. Pure. */
export function canFollowUp({
  status,
  archived,
}: {
  status: RegistrationStatus;
  archived: boolean;
}): boolean {
  return status !== "DRAFT" && !archived;
}

/** What a person wants to come back to. */
export type FollowUpItem = FollowUp & {
  id: string;
  name: Shown;
  status: RegistrationStatus;
  progress: ProgressCode;
  ownerName: string;
};

/** How a merchant who is worked on stands: at DOKU and since when, when last reminded, and what was planned. */
export type WorkStanding = {
  progress: ProgressCode;
  /** DOKU's own value where nobody has said what it means. */
  progressRaw: Shown | null;
  /** Why DOKU rejected them, in its words; null where it said nothing, or that is over. */
  rejectionReason: Shown | null;
  since: string | null;
  nudgedAt: string | null;
  followUp: FollowUp | null;
};
