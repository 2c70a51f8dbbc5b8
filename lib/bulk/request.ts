import * as z from "zod/mini";
import { BULK_KINDS, MAX_CHOSEN } from "@/lib/bulk/kinds";
import { LIST_QUERY_MAX_LENGTH } from "@/lib/registrations/list/filter";
import { text } from "@/lib/text/input";

/** Whom it is about: rows chosen one by one, or everything that the list shows at this address. */
export const bulkSelectionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ids"), ids: z.array(z.uuid()).check(z.minLength(1), z.maxLength(MAX_CHOSEN)) }),
  z.object({ kind: z.literal("filter"), query: text(LIST_QUERY_MAX_LENGTH) }),
]);
export type BulkSelection = z.infer<typeof bulkSelectionSchema>;

/** What is asked for before and when a job is started. Assigning names the person it assigns to. */
export const bulkRequestSchema = z.object({
  kind: z.enum(BULK_KINDS),
  selection: bulkSelectionSchema,
  assigneeId: z.nullable(z.uuid()),
});
export type BulkRequest = z.infer<typeof bulkRequestSchema>;
