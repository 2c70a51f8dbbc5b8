import type { FieldProblems } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { SavedView, ViewProblem } from "@/lib/views/saved-view";

export type ViewAnswer = { kind: "saved"; id: string } | FieldProblems<"name", ViewProblem> | ActionFailure;

export type ViewChange = { id: string; name?: string; query?: string; isShared?: boolean };

/** The server actions behind the views of the list. */
export type ViewActions = {
  load: (input: Record<string, never>) => Promise<{ views: SavedView[] } | ActionFailure>;
  save: (input: { name: string; query: string; isShared: boolean }) => Promise<ViewAnswer>;
  update: (input: ViewChange) => Promise<ViewAnswer>;
  remove: (input: { id: string }) => Promise<{ kind: "deleted" } | ActionFailure>;
  pin: (input: { id: string; isPinned: boolean }) => Promise<{ kind: "pinned" } | ActionFailure>;
  chooseDefault: (input: { id: string | null }) => Promise<{ kind: "chosen" } | ActionFailure>;
};
