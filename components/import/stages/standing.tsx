import Link from "next/link";
import { StatusBadge } from "@/components/registrations/status-badge";
import { formatNumber } from "@/lib/i18n/format";
import type { ImportSummary } from "@/lib/imports/import-view";
import { STATUSES } from "@/lib/registrations/status";
import { getLocale, getTranslator } from "@/lib/server/language";

/** How the registrations of a batch are doing; each status leads to those of it in the list. */
export async function Standing({
  batch: { id, standing },
}: {
  batch: Pick<ImportSummary, "id" | "standing">;
}) {
  const [t, status, locale] = await Promise.all([
    getTranslator("imports"),
    getTranslator("status"),
    getLocale(),
  ]);
  const shown = STATUSES.filter((each) => standing[each] > 0);
  if (shown.length === 0) return null;
  return (
    <section
      aria-label={t("sending.standing")}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm"
    >
      {shown.map((each) => (
        <Link
          key={each}
          href={`/registrations?status=${each}&batch=${id}`}
          prefetch={false}
          className="flex items-center gap-1.5 rounded-md tabular-nums hover:underline"
        >
          <StatusBadge status={each} label={status(each)} />
          <span data-delivered={each}>{formatNumber(standing[each], locale)}</span>
        </Link>
      ))}
    </section>
  );
}
