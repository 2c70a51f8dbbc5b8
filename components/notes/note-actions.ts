import type { FieldProblems } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { Mentionable } from "@/lib/notes/mentions";
import type { NoteProblem } from "@/lib/notes/note-view";

/** The server actions of notes. */
export type NoteActions = {
  /** `id` is made by the browser: the same press again is the same note. */
  add: (input: {
    registrationId: string;
    id: string;
    text: string;
  }) => Promise<{ kind: "noted" } | FieldProblems<"text", NoteProblem> | ActionFailure>;
  people: (
    input: Record<string, never>,
  ) => Promise<{ kind: "people"; people: Mentionable[] } | ActionFailure>;
};
