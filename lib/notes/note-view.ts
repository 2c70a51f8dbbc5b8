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
