import type { LucideIcon } from "lucide-react";
import BadgeCheck from "lucide-react/icons/badge-check";
import CircleDotDashed from "lucide-react/icons/circle-dot-dashed";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import CircleX from "lucide-react/icons/circle-x";
import Hourglass from "lucide-react/icons/hourglass";
import Mail from "lucide-react/icons/mail";
import PencilLine from "lucide-react/icons/pencil-line";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { PROGRESSES, type ProgressCode } from "@/lib/progress/progress";
import { progressIconId } from "./progress-badge";

const ICONS = {
  NOT_CHECKED: CircleDotDashed,
  INVITED: Mail,
  IN_PROGRESS: PencilLine,
  IN_REVIEW: Hourglass,
  VERIFIED: BadgeCheck,
  ACTION_NEEDED: TriangleAlert,
  REJECTED: CircleX,
  UNKNOWN_VALUE: CircleHelp,
} as const satisfies Record<ProgressCode, LucideIcon>;

/** The icons of all progresses, unseen, once on a page that shows a `ProgressBadge`. */
export function ProgressIcons() {
  return (
    <span hidden>
      {PROGRESSES.map((progress) => {
        const Icon = ICONS[progress];
        return <Icon key={progress} id={progressIconId(progress)} aria-hidden="true" strokeWidth={2.25} />;
      })}
    </span>
  );
}
