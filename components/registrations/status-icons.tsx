import type { LucideIcon } from "lucide-react";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CircleX from "lucide-react/icons/circle-x";
import Clock from "lucide-react/icons/clock";
import ShieldQuestionMark from "lucide-react/icons/shield-question-mark";
import Wrench from "lucide-react/icons/wrench";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import { statusIconId } from "./status-badge";

const ICONS = {
  DRAFT: CircleDashed,
  QUEUED: Clock,
  INVITED: CircleCheck,
  NEEDS_FIX: Wrench,
  UNCONFIRMED: ShieldQuestionMark,
  FAILED: CircleX,
} as const satisfies Record<RegistrationStatus, LucideIcon>;

/** The icons of all statuses, unseen, once on a page: `StatusIcon` draws them with two elements instead of one per stroke. */
export function StatusIcons() {
  return (
    <span hidden>
      {STATUSES.map((status) => {
        const Icon = ICONS[status];
        return <Icon key={status} id={statusIconId(status)} aria-hidden="true" strokeWidth={2.25} />;
      })}
    </span>
  );
}
