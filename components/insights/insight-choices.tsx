import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { WhoseSwitch } from "@/components/layout/whose-switch";
import { INSIGHT_RANGES, INSIGHT_STEPS, type InsightFilter, usualStep } from "@/lib/insights/insight-filter";
import { getTranslator } from "@/lib/server/language";

/** How far back and whose: each choice is an address of its own. */
export async function InsightChoices({
  filter,
  hrefOf,
  personId,
}: {
  filter: InsightFilter;
  hrefOf: (filter: InsightFilter) => Route;
  /** Null for those who have no registrations of their own. */
  personId: string | null;
}) {
  const [t, layout] = await Promise.all([getTranslator("insights"), getTranslator("layout")]);
  return (
    <div className="flex flex-wrap gap-2">
      <Choices
        label={t("rangeLabel")}
        choices={INSIGHT_RANGES.map((range) => ({
          key: range,
          label: t(`ranges.${range}`),
          href: hrefOf({ ...filter, range, by: usualStep(range) }),
          isCurrent: range === filter.range,
        }))}
      />
      <Choices
        label={t("stepLabel")}
        choices={INSIGHT_STEPS.map((by) => ({
          key: by,
          label: t(`steps.${by}`),
          href: hrefOf({ ...filter, by }),
          isCurrent: by === filter.by,
        }))}
      />
      {personId ? (
        <WhoseSwitch
          label={layout("whose")}
          personId={personId}
          current={filter.mine ? "mine" : "team"}
          choices={(["mine", "team"] as const).map((whose) => ({
            whose,
            label: layout(whose),
            href: hrefOf({ ...filter, mine: whose === "mine" }),
          }))}
        />
      ) : null}
    </div>
  );
}

function Choices({
  label,
  choices,
}: {
  label: string;
  choices: readonly { key: string; label: string; href: Route; isCurrent: boolean }[];
}) {
  return (
    <nav aria-label={label}>
      <ul className="flex rounded-lg border bg-surface p-0.5 shadow-raised">
        {choices.map(({ key, label: name, href, isCurrent }) => (
          <li key={key}>
            <Link
              href={href}
              scroll={false}
              aria-current={isCurrent ? "page" : undefined}
              className={clsx(
                "touch-target flex h-6.5 items-center rounded-md px-2.5 text-sm max-sm:h-8",
                isCurrent ? "bg-accent-wash font-medium text-accent-ink" : "text-ink-soft hover:text-ink",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
