"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { readTyped } from "@/lib/field-problem";
import { addNote, seeMentions } from "@/lib/notes/mutations";
import { NOTE_TYPED_MAX_LENGTH, noteTexts } from "@/lib/notes/note-input";
import { NOTE_PROBLEMS } from "@/lib/notes/note-view";
import { listMentionable } from "@/lib/notes/queries";
import { defineAction } from "@/lib/server/define-action";
import { writing } from "@/lib/text/input";

/** Keeps a note on the timeline of a registration. */
export const writeNote = defineAction({
  permission: "registrations.write",
  input: z.object({ registrationId: z.uuid(), id: z.uuid(), text: writing(NOTE_TYPED_MAX_LENGTH) }),
  async handler({ actor, input: { registrationId, id, text: typed } }) {
    const read = readTyped(noteTexts, { text: typed }, NOTE_PROBLEMS);
    if (read.kind === "problems") return read;
    await addNote(actor, registrationId, { id, text: read.value.text });
    refresh();
    return { kind: "noted" as const };
  },
});

/** Whom a note can mention; asked for by the first @. */
export const mentionable = defineAction({
  permission: "registrations.write",
  input: z.object({}),
  handler: async ({ actor }) => ({ kind: "people" as const, people: await listMentionable(actor) }),
});

/** The reader has seen the notes of a registration; the counts of other pages follow. */
export const seeNotes = defineAction({
  permission: "registrations.read",
  input: z.object({ registrationId: z.uuid() }),
  async handler({ actor, input }) {
    if (await seeMentions(actor, input.registrationId)) refresh();
    return { kind: "seen" as const };
  },
});
