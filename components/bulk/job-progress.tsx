import { ProgressBar } from "@/components/ui/progress-bar";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTranslator } from "@/lib/server/language";

/** How far a job is: what was done and what was left as it was, of all. The bar is the browser's own, and its words are read out. */
export async function JobProgress({
  total,
  done,
  left,
  label,
}: {
  total: number;
  done: number;
  left: number;
  label: string;
}) {
  const [t, locale] = await Promise.all([getTranslator("bulk"), getLocale()]);
  const text = t("progressText", {
    done: formatNumber(done, locale),
    left: formatNumber(left, locale),
    pending: formatNumber(total - done - left, locale),
  });
  return <ProgressBar label={label} text={text} value={done + left} max={total} />;
}
