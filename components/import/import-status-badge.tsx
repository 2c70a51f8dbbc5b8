import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleStop from "lucide-react/icons/circle-stop";
import Columns3 from "lucide-react/icons/columns-3";
import FileX from "lucide-react/icons/file-x";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { Badge, type Tone } from "@/components/ui/badge";
import { getTranslator } from "@/lib/i18n/server";
import type { ImportStatus } from "@/lib/imports/import-view";

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

/** Where a batch stands; `data-import-status` holds the code. */
export async function ImportStatusBadge({ status }: { status: ImportStatus }) {
  const t = await getTranslator("imports");
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon} data-import-status={status}>
      {t(`status.${status}`)}
    </Badge>
  );
}
