import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleStop from "lucide-react/icons/circle-stop";
import Clock from "lucide-react/icons/clock";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { Badge, type Tone } from "@/components/ui/badge";
import type { BulkJobRow } from "@/lib/bulk/job-view";
import type { BulkStatus } from "@/lib/bulk/kinds";
import { getTranslator } from "@/lib/server/language";

const LOOKS = {
  running: { tone: "info", icon: LoaderCircle },
  waiting: { tone: "info", icon: Clock },
  paused: { tone: "warning", icon: CirclePause },
  stopped: { tone: "neutral", icon: CircleStop },
  finished: { tone: "success", icon: CircleCheck },
} as const satisfies Record<BulkStatus | "waiting", { tone: Tone; icon: typeof CircleCheck }>;

/** Where a job stands; `data-job-status` holds the code. It is not finished while what it queued waits to be sent. */
export async function JobStatusBadge({
  job: { status, waiting },
}: {
  job: Pick<BulkJobRow, "status" | "waiting">;
}) {
  const t = await getTranslator("bulk");
  const shown = status === "finished" && waiting > 0 ? "waiting" : status;
  const { tone, icon } = LOOKS[shown];
  return (
    <Badge tone={tone} icon={icon} data-job-status={shown}>
      {t(`status.${shown}`)}
    </Badge>
  );
}
