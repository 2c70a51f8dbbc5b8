import type { BulkJobRow } from "@/lib/bulk/job-view";
import type { ItemOutcome } from "@/lib/bulk/kinds";
import type { Translator } from "@/lib/i18n/translator";

/** Whether a job is going to change by itself: it runs, or what it queued is still on its way. */
export function isGoingOn({ status, waiting }: Pick<BulkJobRow, "status" | "waiting">): boolean {
  return status === "running" || waiting > 0;
}

/** What a job is called: "Retry 412 registrations". */
export function jobTitle(
  t: Translator<"bulk">,
  { kind, isUndo, total: count }: Pick<BulkJobRow, "kind" | "isUndo" | "total">,
): string {
  if (!isUndo) return t(`job.${kind}`, { count });
  return t(kind === "restore" ? "job.undoArchive" : "job.undoAssign", { count });
}

/** What became of one registration of a job, as a sentence. */
export function outcomeWords(
  t: Translator<"bulk">,
  { kind, isUndo, assigneeName }: Pick<BulkJobRow, "kind" | "isUndo"> & { assigneeName: string | null },
  outcome: ItemOutcome | null,
): string {
  if (outcome === null) return t("outcome.pending");
  if (outcome === "maybe_sent") return t("outcome.maybeSent");
  if (outcome === "maybe_reminded") return t("outcome.maybeReminded");
  if (outcome !== "done") return t("outcome.left", { reason: t(`reason.${outcome}`) });
  if (kind === "assign" && isUndo) return t("outcome.done.assignUndo");
  return t(`outcome.done.${kind}`, { name: assigneeName ?? "" });
}
