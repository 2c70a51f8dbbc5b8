import { Progress } from "@/lib/generated/prisma/enums";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** DOKU's review of an invited merchant, from the invitation on. Labels are `progress.<code>` in the catalogues. */
export const PROGRESSES = ["NOT_CHECKED", ...Object.values(Progress)] as const;
export type ProgressCode = (typeof PROGRESSES)[number];

/** Whose turn it is. Labels are `who.<code>` in the catalogues. */
export const WHO = ["merchant", "doku", "us", "nobody"] as const;
export type Who = (typeof WHO)[number];

const WHO_BY_PROGRESS = {
  NOT_CHECKED: "merchant",
  INVITED: "merchant",
  IN_PROGRESS: "merchant",
  ACTION_NEEDED: "merchant",
  IN_REVIEW: "doku",
  VERIFIED: "nobody",
  REJECTED: "us",
  UNKNOWN_VALUE: "us",
} as const satisfies Record<ProgressCode, Who>;

const WHO_BY_STATUS = {
  DRAFT: "us",
  QUEUED: "nobody",
  NEEDS_FIX: "us",
  UNCONFIRMED: "us",
  FAILED: "us",
} as const satisfies Record<Exclude<RegistrationStatus, "INVITED">, Who>;

/** What the turn follows from. */
export type TurnFacts = { status: RegistrationStatus; archived: boolean; progress: ProgressCode };

/** Whose turn it is: nobody's where a machine is at it, it is done, or it was put away. Pure. */
export function whoMustAct({ status, archived, progress }: TurnFacts): Who {
  if (archived) return "nobody";
  return status === "INVITED" ? WHO_BY_PROGRESS[progress] : WHO_BY_STATUS[status];
}

/** The statuses and, of the invited, the progresses in which it is somebody's turn. Pure. */
export function turnsOf(who: Who): { statuses: RegistrationStatus[]; progresses: ProgressCode[] } {
  const statuses = (Object.keys(WHO_BY_STATUS) as (keyof typeof WHO_BY_STATUS)[]).filter(
    (status) => WHO_BY_STATUS[status] === who,
  );
  return { statuses, progresses: PROGRESSES.filter((progress) => WHO_BY_PROGRESS[progress] === who) };
}
