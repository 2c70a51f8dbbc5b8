import { VerdictAwaited } from "@/components/import/verdict";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatNumber } from "@/lib/i18n/format";
import type { ImportView } from "@/lib/imports/import-view";
import { getLocale, getTranslator } from "@/lib/server/language";

/** How far the reading or the check of a file is. Nothing is sent meanwhile, and it says so. */
export async function ReadingCard({ batch: { id, status, rowCount, checkedCount } }: { batch: ImportView }) {
  const [t, locale] = await Promise.all([getTranslator("imports"), getLocale()]);
  const isReading = status === "reading";
  const text = isReading
    ? t("reading.text", { count: rowCount })
    : t("checking.text", {
        checked: formatNumber(checkedCount, locale),
        total: formatNumber(rowCount, locale),
      });
  return (
    <Card title={t(isReading ? "reading.title" : "checking.title")}>
      <VerdictAwaited importId={id} />
      <div className="flex flex-col gap-3">
        {isReading ? (
          // How many rows there are is known at their end only.
          <span className="block h-2 w-full animate-shimmer rounded-full bg-accent-line" />
        ) : (
          <ProgressBar label={t("checking.progress")} text={text} value={checkedCount} max={rowCount} />
        )}
        <p role="status" className="tabular-nums">
          {text}
        </p>
        <p className="text-ink-faint text-sm">{t("checking.leave")}</p>
      </div>
    </Card>
  );
}
