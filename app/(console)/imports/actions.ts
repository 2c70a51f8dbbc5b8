"use server";

import * as z from "zod/mini";
import { acceptWarnings, editCell, leaveOutRow, takeHiddenRowsIn } from "@/lib/imports/checking/edits";
import { replaceImport } from "@/lib/imports/checking/replace";
import { chooseSheet as chooseSheetOf } from "@/lib/imports/reading/choose-sheet";
import { matchColumns } from "@/lib/imports/reading/mapping";
import { pauseImport, resumeImport, sendImport, stopImport } from "@/lib/imports/sending/send";
import { MAX_CELL_LENGTH, MAX_COLUMNS } from "@/lib/imports/upload-limits";
import { defineAction } from "@/lib/server/define-action";
import { isHeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { text } from "@/lib/text/input";

const importSchema = z.object({ importId: z.uuid() });
const positionSchema = z.number().check(z.int(), z.positive());
const rowSchema = z.extend(importSchema, { position: positionSchema });

/** Says which column is which field, and goes on to the check. */
export const match = defineAction({
  permission: "registrations.write",
  input: z.extend(importSchema, {
    fields: z.array(text(40).check(z.refine(isHeadingField))).check(z.maxLength(MAX_COLUMNS)),
    opened: z.optional(z.array(text(40)).check(z.maxLength(MAX_COLUMNS))),
  }),
  handler: ({ actor, input }) => matchColumns(actor, input),
});

/** Changes one cell that said `was`, and checks its row again. */
export const edit = defineAction({
  permission: "registrations.write",
  input: z.extend(rowSchema, {
    column: z.number().check(z.int(), z.nonnegative()),
    text: text(MAX_CELL_LENGTH),
    was: z.optional(text(MAX_CELL_LENGTH)),
  }),
  async handler({ actor, input }) {
    const { state } = await editCell(actor, input);
    return { kind: "saved" as const, state };
  },
});

/** Leaves a row out, or takes it back. */
export const leaveOut = defineAction({
  permission: "registrations.write",
  input: z.extend(rowSchema, { isLeftOut: z.boolean() }),
  async handler({ actor, input }) {
    const { state } = await leaveOutRow(actor, input);
    return { kind: "saved" as const, state };
  },
});

/** Has another sheet of the file read in place of the one that was. */
export const chooseSheet = defineAction({
  permission: "registrations.write",
  input: z.extend(importSchema, { sheet: text(MAX_CELL_LENGTH) }),
  handler: ({ actor, input }) => chooseSheetOf(actor, input),
});

/** Takes in the rows that the file hides. */
export const takeHiddenIn = defineAction({
  permission: "registrations.write",
  input: importSchema,
  async handler({ actor, input }) {
    await takeHiddenRowsIn(actor, input);
  },
});

/** Accepts the warnings of one row, as it was when it had this `print`, or (`position` null) of all rows, `count` of them. */
export const accept = defineAction({
  permission: "registrations.write",
  input: z.extend(importSchema, {
    position: z.nullable(positionSchema),
    count: z.optional(positionSchema),
    print: z.optional(text(40)),
    reason: text(2_000),
  }),
  async handler({ actor, input }) {
    const result = await acceptWarnings(actor, input);
    return "kind" in result ? result : { kind: "accepted" as const, ...result };
  },
});

/** Has the ready rows sent. `scheduledAt` is ISO 8601; null is at once. */
export const send = defineAction({
  permission: "registrations.write",
  input: z.extend(importSchema, {
    typedCount: z.nullable(z.number()),
    holdAfterFirst: z.boolean(),
    scheduledAt: z.nullable(z.iso.datetime()),
    hasLooked: z.boolean(),
  }),
  handler: ({ actor, input }) =>
    sendImport(actor, { ...input, scheduledAt: input.scheduledAt ? new Date(input.scheduledAt) : null }),
});

/** Holds the sending; what was on its way is finished. */
export const pause = defineAction({
  permission: "registrations.write",
  input: importSchema,
  handler: ({ actor, input }) => pauseImport(actor, input.importId),
});

/** Goes on, or sends the rest after the first row. */
export const goOn = defineAction({
  permission: "registrations.write",
  input: z.extend(importSchema, { hasLooked: z.boolean() }),
  handler: ({ actor, input }) => resumeImport(actor, input.importId, input),
});

/** Ends an earlier upload of the same rows in favour of this one. */
export const replace = defineAction({
  permission: "registrations.write",
  input: z.extend(importSchema, { replacedId: z.uuid() }),
  handler: ({ actor, input }) => replaceImport(actor, input),
});

/** Ends the sending; what was sent stays. */
export const stop = defineAction({
  permission: "registrations.write",
  input: importSchema,
  handler: ({ actor, input }) => stopImport(actor, input.importId),
});
