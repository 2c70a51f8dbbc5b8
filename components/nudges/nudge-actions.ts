import type { ActionFailure } from "@/components/ui/action-failure";
import type { NudgeAnswer, NudgeRequest, Reminder } from "@/lib/nudges/nudge-view";

/** The server actions behind *Remind*. */
export type NudgeActions = {
  load: (input: { id: string }) => Promise<{ kind: "reminder"; reminder: Reminder } | ActionFailure>;
  remind: (request: NudgeRequest) => Promise<NudgeAnswer | ActionFailure>;
};
