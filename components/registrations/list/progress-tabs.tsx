import clsx from "clsx";
import Link from "next/link";
import { listAddress } from "@/components/registrations/filter/address";
import { countText } from "@/components/registrations/list-count";
import { ScrollToCurrent } from "@/components/ui/sight/scroll-to-current";
import { PROGRESSES, type ProgressCode } from "@/lib/progress/progress";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { getLocale, getTranslator } from "@/lib/server/language";

export type ProgressCounts = Readonly<Record<ProgressCode, number>> | null;

/** The progress of the invited as small tabs under those of the status: what nobody is at has none, unless it is chosen. */
export async function ProgressTabs({
  filter,
  counts,
  isExplicit,
}: {
  filter: ListFilter;
  /** Null where they take too long to tell. */
  counts: ProgressCounts;
  isExplicit: boolean;
}) {
  const [locale, t, progress] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("progress"),
  ]);
  const shown = PROGRESSES.filter((code) => counts === null || counts[code] > 0 || filter.progress === code);
  const tabs = [
    { key: null, label: t("anyProgress"), count: null },
    ...shown.map((key) => ({ key, label: progress(key), count: counts && countText(counts[key], locale) })),
  ];
  return (
    <nav
      aria-label={t("columns.progress")}
      className="-mx-4 -mt-1.5 overflow-x-auto px-4 [scrollbar-width:none] sm:mx-0 sm:px-0"
    >
      <ScrollToCurrent />
      <ul className="flex w-max gap-1">
        {tabs.map(({ key, label, count }) => (
          <li key={key ?? "any"} className="shrink-0">
            <Link
              href={listAddress({ ...filter, progress: key, cursor: null }, { isExplicit })}
              prefetch={false}
              scroll={false}
              aria-current={key === filter.progress ? "page" : undefined}
              className={clsx(
                "-outline-offset-2 flex h-7 items-center gap-1.5 rounded-md px-2 text-sm max-sm:h-10",
                key === filter.progress
                  ? "bg-accent-wash font-medium text-accent-ink"
                  : "text-ink-soft hover:bg-hover hover:text-ink",
              )}
            >
              {label}
              {count === null ? null : <span className="text-xs tabular-nums opacity-80">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
