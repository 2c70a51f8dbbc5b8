import type { AdviceFacts } from "@/lib/playbook/built-in";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { mayStand, type RegistrationAction } from "@/lib/registrations/status";

/** When it came to stand as it does, as far as the page knows. */
export function latestChange({ status, invitedAt, attempts, createdAt }: RegistrationView): string {
  const [newest] = attempts;
  if (status === "INVITED" && invitedAt) return invitedAt;
  return newest?.endedAt ?? newest?.startedAt ?? createdAt;
}

const A_DAY_MS = 86_400_000;

/** Whether the invitation is so new that nobody is chased yet. */
export function isInvitedLately({ invitedAt }: RegistrationView): boolean {
  return invitedAt !== null && Date.now() - Date.parse(invitedAt) < A_DAY_MS;
}

/** Putting away and bringing back: about our list, not about how the registration stands. */
export function isHousekeeping(action: RegistrationAction): boolean {
  return action === "archive" || action === "restore";
}

export function adviceFactsOf(registration: RegistrationView): AdviceFacts {
  const { status, archived, nextRunAt, credential } = registration;
  return {
    status,
    isArchived: archived,
    isPaused: credential.pausedAt !== null,
    isPlanned: nextRunAt !== null,
    replay: credential.replay,
    isStanding: mayStand(registration),
  };
}

const SOON_MS = 60_000;

/** Whether a machine is about to go on, so that an open page should show it without being asked. */
export function isDueSoon({ status, archived, nextRunAt, credential }: RegistrationView): boolean {
  if (archived || nextRunAt === null || credential.pausedAt) return false;
  if (status !== "QUEUED" && status !== "UNCONFIRMED") return false;
  return Date.parse(nextRunAt) - Date.now() < SOON_MS;
}
