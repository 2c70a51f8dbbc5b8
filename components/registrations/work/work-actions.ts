import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import type { LoadedItem } from "@/components/registrations/fix/use-line-items";
import type { PeekView } from "@/components/registrations/peek/peek-view";
import type { ProgressCode, Who } from "@/lib/progress/progress";

/** One merchant of the line, in words. */
export type WorkItem = PeekView & {
  /** Null of what was not invited. */
  progress: { code: ProgressCode; who: Who; label: string } | null;
  /** What happened last, the newest first: `In review since 3 Nov`, `Reminded 5 Nov`. */
  happened: readonly string[];
  /** Whether there is a day to come back to it, which *Done* takes away. */
  hasFollowUp: boolean;
};

export type WorkActions = FollowUpActions & {
  load: (input: { id: string; query: string }) => Promise<LoadedItem<WorkItem>>;
};
