import type { LucideIcon } from "lucide-react";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CircleX from "lucide-react/icons/circle-x";
import Clock from "lucide-react/icons/clock";
import ShieldQuestionMark from "lucide-react/icons/shield-question-mark";
import Wrench from "lucide-react/icons/wrench";
import { Badge, type Tone } from "@/components/ui/badge";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";

/** How each status looks. Amber is doubt, red is what a person must mend; the word always stands beside it. */
export const STATUS_LOOKS = {
  DRAFT: { tone: "neutral", icon: CircleDashed },
  QUEUED: { tone: "info", icon: Clock },
  INVITED: { tone: "success", icon: CircleCheck },
  NEEDS_FIX: { tone: "danger", icon: Wrench },
  UNCONFIRMED: { tone: "warning", icon: ShieldQuestionMark },
  FAILED: { tone: "danger", icon: CircleX },
} as const satisfies Record<RegistrationStatus, { tone: Tone; icon: LucideIcon }>;

/** The icons of all statuses, unseen, once on a page that shows many statuses: there `StatusIcon` draws them. */
export function StatusIcons() {
  return (
    <span hidden>
      {STATUSES.map((status) => {
        const { icon: Icon } = STATUS_LOOKS[status];
        return <Icon key={status} id={statusIconId(status)} aria-hidden="true" strokeWidth={2.25} />;
      })}
    </span>
  );
}

/** The icon alone, on a page that has `StatusIcons`: two elements instead of one per stroke. */
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
  const { tone, icon } = STATUS_LOOKS[status];
  return (
    <Badge tone={tone} icon={icon} data-status={status}>
      {label}
    </Badge>
  );
}
