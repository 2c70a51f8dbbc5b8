import type { BulkKind } from "@/lib/bulk/kinds";
import type { ListTab } from "@/lib/registrations/list/filter";

/** What makes sense for the rows of a tab; the first is what people mostly want there. */
const KINDS_OF_TAB = {
  all: ["retry", "check", "assign", "archive", "nudge", "follow_up"],
  DRAFT: ["assign", "archive"],
  QUEUED: ["assign", "follow_up"],
  INVITED: ["nudge", "follow_up", "assign", "archive"],
  NEEDS_FIX: ["assign", "archive", "follow_up"],
  UNCONFIRMED: ["check", "assign", "follow_up"],
  FAILED: ["retry", "assign", "archive", "follow_up"],
  archived: ["restore"],
} as const satisfies Record<ListTab, readonly BulkKind[]>;

/** Those that are possible at all: without a mail server many are not reminded at once. */
export function bulkKindsOf(tab: ListTab, { hasMail }: { hasMail: boolean }): readonly BulkKind[] {
  return KINDS_OF_TAB[tab].filter((kind) => kind !== "nudge" || hasMail);
}
