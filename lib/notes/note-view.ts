import type { Shown } from "@/lib/registrations/sight";

/** What somebody wrote about a registration, as its reader may see it. Times are ISO 8601 in UTC. */
export type NoteView = {
  id: string;
  at: string;
  authorName: string;
  text: Shown;
  /** Whether it mentions its reader, who has not seen it yet. */
  isNew: boolean;
};

/** A note that mentions its reader. */
export type Mention = NoteView & { registrationId: string; registrationName: Shown };

/** Every code that can be wrong with a note; the words are `notes.problems.<code>`. */
export const NOTE_PROBLEMS = ["missing", "too_long"] as const;
export type NoteProblem = (typeof NOTE_PROBLEMS)[number];
