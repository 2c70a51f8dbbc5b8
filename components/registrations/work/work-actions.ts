import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import type { NudgeActions } from "@/components/nudges/nudge-actions";
import type { LoadedItem } from "@/components/registrations/fix/use-line-items";
import type { PeekView } from "@/components/registrations/peek/peek-view";
import type { Reminder } from "@/lib/nudges/nudge-view";
import type { ProgressCode, Who } from "@/lib/progress/progress";

/** One merchant of the line, in words. */
export type WorkItem = PeekView & {
  /** Null of what was not invited. */
  progress: { code: ProgressCode; who: Who; label: string } | null;
  /** What happened last, the newest first: `In review since 3 Nov`, `Reminded 5 Nov`. */
  happened: readonly string[];
  /** The ready message; null where it is not the merchant's turn. */
  reminder: Reminder | null;
  /** The day to come back to it, which *Done* takes away; null where there is none. */
  followUpAt: string | null;
};

export type WorkActions = FollowUpActions & {
  remind: NudgeActions["remind"];
  load: (input: { id: string; query: string }) => Promise<LoadedItem<WorkItem>>;
};
