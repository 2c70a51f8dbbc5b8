import type { BulkKind } from "@/lib/bulk/kinds";
import type { ListTab } from "@/lib/registrations/list/filter";

/** What makes sense for the rows of a tab; the first is what people mostly want there. */
const KINDS_OF_TAB = {
  all: ["retry", "check", "assign", "archive"],
  DRAFT: ["assign", "archive"],
  QUEUED: ["assign"],
  INVITED: ["assign", "archive"],
  NEEDS_FIX: ["assign", "archive"],
  UNCONFIRMED: ["check", "assign"],
  FAILED: ["retry", "assign", "archive"],
  archived: ["restore"],
} as const satisfies Record<ListTab, readonly BulkKind[]>;

export function bulkKindsOf(tab: ListTab): readonly BulkKind[] {
  return KINDS_OF_TAB[tab];
}
