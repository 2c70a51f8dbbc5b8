import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleStop from "lucide-react/icons/circle-stop";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { Badge, type Tone } from "@/components/ui/badge";
import type { BulkStatus } from "@/lib/bulk/kinds";
import { getTranslator } from "@/lib/i18n/server";

const LOOKS = {
  running: { tone: "info", icon: LoaderCircle },
  paused: { tone: "warning", icon: CirclePause },
  stopped: { tone: "neutral", icon: CircleStop },
  finished: { tone: "success", icon: CircleCheck },
} as const satisfies Record<BulkStatus, { tone: Tone; icon: typeof CircleCheck }>;

/** Where a job stands; `data-job-status` holds the code. */
export async function JobStatusBadge({ status }: { status: BulkStatus }) {
  const t = await getTranslator("bulk");
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon} data-job-status={status}>
      {t(`status.${status}`)}
    </Badge>
  );
}
