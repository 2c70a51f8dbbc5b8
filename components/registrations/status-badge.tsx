import { badgeClass, type Tone } from "@/components/ui/badge";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** Amber is doubt, red is what a person must mend; the word always stands beside it. */
const TONES = {
  DRAFT: "neutral",
  QUEUED: "info",
  INVITED: "success",
  NEEDS_FIX: "danger",
  UNCONFIRMED: "warning",
  FAILED: "danger",
} as const satisfies Record<RegistrationStatus, Tone>;

/** The icon alone. It is drawn from `StatusIcons`, which the frame of every signed-in page has. */
export function StatusIcon({ status, className }: { status: RegistrationStatus; className: string }) {
  return (
    <svg aria-hidden="true" className={className}>
      <use href={`#${statusIconId(status)}`} width="100%" height="100%" />
    </svg>
  );
}

export function statusIconId(status: RegistrationStatus): string {
  return `status-icon-${status}`;
}

/** The status in its word (`status.<code>` of the catalogue), icon and colour; `data-status` holds the code. */
export function StatusBadge({ status, label }: { status: RegistrationStatus; label: string }) {
  return (
    <span data-status={status} className={badgeClass(TONES[status])}>
      <StatusIcon status={status} className="size-3.5 shrink-0" />
      {label}
    </span>
  );
}
