import { badgeClass, type Tone } from "@/components/ui/badge";
import type { ProgressCode, Who } from "@/lib/progress/progress";

/** Green is done, amber asks for something, red is a no; the word always stands beside it. */
const TONES = {
  NOT_CHECKED: "neutral",
  INVITED: "neutral",
  IN_PROGRESS: "info",
  IN_REVIEW: "info",
  VERIFIED: "success",
  ACTION_NEEDED: "warning",
  REJECTED: "danger",
  UNKNOWN_VALUE: "warning",
} as const satisfies Record<ProgressCode, Tone>;

export function progressIconId(progress: ProgressCode): string {
  return `progress-icon-${progress}`;
}

/**
 * The progress at DOKU in its word (`progress.<code>` of the catalogue, or DOKU's own where nobody has said what it
 * means), icon and colour; `data-progress` holds the code and `data-who` whose turn it is. Its icon is drawn from
 * `ProgressIcons`, which the page must have once.
 */
export function ProgressBadge({ progress, who, label }: { progress: ProgressCode; who: Who; label: string }) {
  return (
    <span data-progress={progress} data-who={who} className={badgeClass(TONES[progress], "max-w-full")}>
      <svg aria-hidden="true" className="size-3.5 shrink-0">
        <use href={`#${progressIconId(progress)}`} width="100%" height="100%" />
      </svg>
      <span className="truncate">{label}</span>
    </span>
  );
}
