import type { ActionFailure } from "@/components/ui/action-failure";

/** Whom and what the list can be filtered by, in words. */
export type FilterChoiceLists = {
  people: readonly { id: string; name: string }[];
  credentials: readonly { id: string; name: string }[];
  /** A name is "" where rows were pasted. */
  batches: readonly { id: string; name: string; day: string }[];
  /** What the other filters leave of them; a count is null where it takes too long to tell. */
  causes: readonly { cause: string; words: string; count: string | null }[];
};
/** Loads them for a list, told by its query string. */
export type LoadFilterChoices = (input: { query: string }) => Promise<FilterChoiceLists | ActionFailure>;
