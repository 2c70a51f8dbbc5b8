import CheckCheck from "lucide-react/icons/check-check";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CircleMinus from "lucide-react/icons/circle-minus";
import Send from "lucide-react/icons/send";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Badge, type Tone } from "@/components/ui/badge";
import type { RowState } from "@/lib/imports/import-view";

const LOOKS = {
  unchecked: { tone: "neutral", icon: CircleDashed },
  problems: { tone: "danger", icon: CircleAlert },
  warnings: { tone: "warning", icon: TriangleAlert },
  ready: { tone: "success", icon: CircleCheck },
  skipped: { tone: "neutral", icon: CircleMinus },
  done: { tone: "neutral", icon: CheckCheck },
  sent: { tone: "info", icon: Send },
} as const satisfies Record<RowState, { tone: Tone; icon: typeof CircleCheck }>;

/** Where a row stands, in its word (`imports.rowState.<code>`), icon and colour; `data-row-state` holds the code. */
export function RowStateBadge({ state, label }: { state: RowState; label: string }) {
  const { tone, icon } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon} data-row-state={state}>
      {label}
    </Badge>
  );
}
