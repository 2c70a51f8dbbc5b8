import type { Route } from "next";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { Choice } from "@/components/ui/fields/choice-list";
import type { SavedView } from "@/lib/views/saved-view";

/** A page to go to. */
export type CommandPlace = { key: string; href: Route; label: string };

/** The server actions behind the command menu. */
export type CommandActions = {
  loadViews: (input: Record<string, never>) => Promise<{ views: SavedView[] } | ActionFailure>;
};

/** What is chosen, and what it does. */
export type Command = Choice & { run: () => void };
