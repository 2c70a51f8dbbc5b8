import * as z from "zod/mini";
import { BULK_KINDS, MAX_CHOSEN } from "@/lib/bulk/kinds";
import { TYPED_MAX_LENGTH } from "@/lib/followups/follow-up-input";
import { LOCALES } from "@/lib/i18n/locale";
import { LIST_QUERY_MAX_LENGTH } from "@/lib/registrations/list/filter";
import { text, writing } from "@/lib/text/input";

/** Whom it is about: rows chosen one by one, or everything that the list shows at this address. */
export const bulkSelectionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ids"), ids: z.array(z.uuid()).check(z.minLength(1), z.maxLength(MAX_CHOSEN)) }),
  z.object({ kind: z.literal("filter"), query: text(LIST_QUERY_MAX_LENGTH) }),
]);
export type BulkSelection = z.infer<typeof bulkSelectionSchema>;

/** What is asked for before a job is started. Assigning names the person it assigns to. */
export const bulkRequestSchema = z.object({
  kind: z.enum(BULK_KINDS),
  selection: bulkSelectionSchema,
  assigneeId: z.nullable(z.uuid()),
});
export type BulkRequest = z.infer<typeof bulkRequestSchema>;

/** What is asked for when it is started: with the language of reminders, and since when nobody may have changed a row. */
export const bulkStartSchema = z.extend(bulkRequestSchema, {
  id: z.uuid(),
  unchangedSince: z.optional(z.iso.datetime()),
  locale: z.optional(z.enum(LOCALES)),
});
export type BulkStart = z.infer<typeof bulkStartSchema>;

/** The same for a day to come back, as it was typed. */
export const bulkFollowUpSchema = z.object({
  id: z.uuid(),
  selection: bulkSelectionSchema,
  when: text(TYPED_MAX_LENGTH),
  note: writing(TYPED_MAX_LENGTH),
});
export type BulkFollowUp = z.infer<typeof bulkFollowUpSchema>;
