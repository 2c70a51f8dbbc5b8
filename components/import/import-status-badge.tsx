import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleStop from "lucide-react/icons/circle-stop";
import Clock from "lucide-react/icons/clock";
import Columns3 from "lucide-react/icons/columns-3";
import FileX from "lucide-react/icons/file-x";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ImportStatus } from "@/lib/imports/import-view";
import { getTranslator } from "@/lib/server/language";
import { leftToDo } from "./import-progress";

const LOOKS = {
  reading: { tone: "info", icon: LoaderCircle },
  mapping: { tone: "warning", icon: Columns3 },
  checking: { tone: "info", icon: LoaderCircle },
  checked: { tone: "accent", icon: CircleCheck },
  canary: { tone: "info", icon: LoaderCircle },
  canary_done: { tone: "warning", icon: CircleAlert },
  sending: { tone: "info", icon: LoaderCircle },
  paused: { tone: "warning", icon: CirclePause },
  stopped: { tone: "neutral", icon: CircleStop },
  finished: { tone: "success", icon: CircleCheck },
  refused: { tone: "danger", icon: FileX },
} as const satisfies Record<ImportStatus, { tone: Tone; icon: typeof CircleCheck }>;

/**
 * Where a batch stands; `data-import-status` holds the code. One that waits for its time says so, and one that has
 * ended how many of its rows somebody has to see to.
 */
export async function ImportStatusBadge({
  batch,
  isScheduled = false,
}: {
  batch: Parameters<typeof leftToDo>[0];
  isScheduled?: boolean;
}) {
  const t = await getTranslator("imports");
  const { status } = batch;
  const { tone, icon } = LOOKS[status];
  const left = leftToDo(batch);
  if (left > 0)
    return (
      <Badge tone="warning" icon={CircleAlert} data-import-status={status}>
        {t("endedWithLeft", { status: t(`status.${status}`), left })}
      </Badge>
    );
  return (
    <Badge tone={tone} icon={isScheduled ? Clock : icon} data-import-status={status}>
      {isScheduled ? t("scheduled") : t(`status.${status}`)}
    </Badge>
  );
}
