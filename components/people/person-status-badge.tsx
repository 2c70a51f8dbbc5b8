import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import MailOpen from "lucide-react/icons/mail-open";
import { Badge, type Tone } from "@/components/ui/badge";
import type { PersonRow } from "./person-view";

type Status = PersonRow["status"];

const LOOKS = {
  active: { tone: "success", icon: CircleCheck },
  invited: { tone: "info", icon: MailOpen },
  disabled: { tone: "neutral", icon: Ban },
} as const satisfies Record<Status, { tone: Tone; icon: typeof Ban }>;

/** Whether a person can sign in. */
export function PersonStatusBadge({ status, children }: { status: Status; children: string }) {
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon} data-person-status={status}>
      {children}
    </Badge>
  );
}
