import Link from "next/link";
import { refusalText } from "@/components/registrations/refusal-sentences";
import { StatusBadge } from "@/components/registrations/status-badge";
import type { ImportView } from "@/lib/imports/import-view";
import { statusWord } from "@/lib/registrations/status";
import { getTranslator } from "@/lib/server/language";

/** The row that went first, with its result; nothing before it was handed over. */
export async function CanaryRow({ batch: { canary } }: { batch: ImportView }) {
  if (!canary) return null;
  const [t, status, refusals, form] = await Promise.all([
    getTranslator("imports"),
    getTranslator("status"),
    getTranslator("refusals"),
    getTranslator("form"),
  ]);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border bg-sunken px-3.5 py-2.5">
      <span className="text-ink-faint text-sm tabular-nums">{t("canary.row", { row: canary.position })}</span>
      <Link
        href={`/registrations/${canary.registrationId}`}
        className="min-w-0 font-medium underline decoration-line-strong underline-offset-2 [overflow-wrap:anywhere]"
      >
        {canary.merchant}
      </Link>
      <StatusBadge status={canary.status} label={status(statusWord(canary))} />
      {canary.problem && canary.status !== "INVITED" ? (
        <span className="w-full text-danger-ink text-sm [overflow-wrap:anywhere]">
          {refusalText({ words: canary.problem }, { refusals, form })}
        </span>
      ) : null}
    </div>
  );
}
