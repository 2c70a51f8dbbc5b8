import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { NudgeAnswer, NudgeRequest, Reminder } from "@/lib/nudges/nudge-view";

/** The server actions behind *Remind*. */
export type NudgeActions = {
  load: (input: { id: string }) => Promise<{ kind: "reminder"; reminder: Reminder } | ActionFailure>;
  remind: (request: NudgeRequest) => Promise<NudgeAnswer | ActionFailure>;
  /** Plans when to come back to the merchant. */
  setFollowUp: FollowUpActions["set"];
};
