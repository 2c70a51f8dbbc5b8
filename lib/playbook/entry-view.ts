/** What somebody of the team wrote about a cause. */
export type PlaybookEntryView = {
  cause: string;
  meaning: string;
  fix: string;
  authorName: string;
  /** ISO 8601, UTC. */
  updatedAt: string;
};

/** How one attempt is explained: its cause, and what the team knows of it. */
export type AttemptExplanation = { cause: string; entry: PlaybookEntryView | null };
