import clsx from "clsx";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { formatNumber } from "@/lib/i18n/format";
import type { InsightStep } from "@/lib/insights/insight-filter";
import { axisEnd, axisTicks, type Bar, sumOf, totalCounts } from "@/lib/insights/insight-view";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import { getLocale, getTranslator } from "@/lib/server/language";
import { type BarWords, barFormatter, FiguresTable, statusColumns } from "./figures-table";
import type { ListLink } from "./list-links";
import { fillOf, StatusFillDefinitions } from "./status-fills";

/** From the ground up: what is well at the bottom, where it is compared most easily. */
const STACK = [
  "INVITED",
  "QUEUED",
  "DRAFT",
  "UNCONFIRMED",
  "NEEDS_FIX",
  "FAILED",
] as const satisfies readonly RegistrationStatus[];
const BAR_WIDTH = 10;
const HEIGHT = 100;
/** A bar of anything is at least so high: beside a day of thousands, one of three still shows. */
const LEAST_HEIGHT = 2;

/** Registrations per day or week by status, as stacked bars that lead to the list, with the figures beneath. */
export async function BarChart({
  bars,
  by,
  linkTo,
}: {
  bars: readonly Bar[];
  by: InsightStep;
  linkTo: ListLink;
}) {
  const [t, barWords] = await Promise.all([getTranslator("insights"), barFormatter()]);
  const highest = Math.max(0, ...bars.map(({ counts }) => sumOf(counts)));
  const end = axisEnd(highest);
  const total = sumOf(totalCounts(bars));
  return (
    <Card title={t(`chart.${by}.title`)}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
          <Axis end={end} />
          <div className="relative h-44 border-line-strong border-b">
            <svg
              role="img"
              aria-label={t(`chart.${by}.summary`, { total, bars: bars.length, highest })}
              viewBox={`0 0 ${bars.length * BAR_WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              className="size-full"
            >
              <StatusFillDefinitions />
              {axisTicks(end)
                .slice(1)
                .map((tick) => (
                  <line
                    key={tick}
                    x1="0"
                    x2={bars.length * BAR_WIDTH}
                    y1={HEIGHT - (HEIGHT * tick) / end}
                    y2={HEIGHT - (HEIGHT * tick) / end}
                    vectorEffect="non-scaling-stroke"
                    className="stroke-line"
                  />
                ))}
              {bars.map(({ from, counts }, position) => (
                <StackedBar key={from} counts={counts} position={position} end={end} />
              ))}
            </svg>
            <BarLinks bars={bars} barWords={barWords} linkTo={linkTo} />
          </div>
          <p
            aria-hidden="true"
            className="col-start-2 mt-1 flex justify-between text-ink-faint text-xs tabular-nums"
          >
            {[bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)].map((bar) =>
              bar ? <span key={bar.from}>{barWords(bar)}</span> : null,
            )}
          </p>
        </div>
        <Legend bars={bars} linkTo={linkTo} />
        <DetailsFold summary={t(`chart.${by}.figures`)}>
          <FiguresTable
            label={t(`chart.${by}.title`)}
            scrollLabel={t(`chart.${by}.figures`)}
            heading={t(`chart.${by}.heading`)}
            columns={await statusColumns()}
            rows={bars.toReversed().map((bar) => ({
              key: bar.from,
              name: barWords(bar),
              counts: bar.counts,
              narrowed: { created: { from: bar.from, to: bar.to } },
            }))}
            linkTo={linkTo}
          />
        </DetailsFold>
      </div>
    </Card>
  );
}

async function Axis({ end }: { end: number }) {
  const locale = await getLocale();
  return (
    <div
      aria-hidden="true"
      className="relative flex flex-col-reverse justify-between text-right text-ink-faint text-xs tabular-nums"
    >
      {axisTicks(end).map((tick) => (
        // As high as nothing, so that its middle lies at its line.
        <span key={tick} className="flex h-0 items-center justify-end">
          {formatNumber(tick, locale)}
        </span>
      ))}
    </div>
  );
}

function StackedBar({ counts, position, end }: { counts: Bar["counts"]; position: number; end: number }) {
  const total = sumOf(counts);
  const wholeHeight = total === 0 ? 0 : Math.max(LEAST_HEIGHT, (HEIGHT * total) / end);
  let y = HEIGHT;
  return (
    <g>
      {STACK.map((status) => {
        const height = total === 0 ? 0 : (wholeHeight * counts[status]) / total;
        y -= height;
        if (height === 0) return null;
        return (
          <rect
            key={status}
            x={position * BAR_WIDTH + 1}
            y={y}
            width={BAR_WIDTH - 2}
            height={height}
            {...fillOf(status)}
          />
        );
      })}
    </g>
  );
}

/** The bars as links with their figures, for the pointer: by keyboard the table beneath has the same ones. */
async function BarLinks({
  bars,
  barWords,
  linkTo,
}: {
  bars: readonly Bar[];
  barWords: BarWords;
  linkTo: ListLink;
}) {
  const [t, status, locale] = await Promise.all([
    getTranslator("insights"),
    getTranslator("status"),
    getLocale(),
  ]);
  return (
    <div aria-hidden="true" className="absolute inset-0 flex">
      {bars.map((bar, position) => {
        const total = sumOf(bar.counts);
        return (
          <Link
            key={bar.from}
            href={linkTo({ created: { from: bar.from, to: bar.to } })}
            prefetch={false}
            tabIndex={-1}
            className="group/bar relative flex-1 hover:bg-hover/60"
          >
            <span
              className={clsx(
                "pointer-events-none invisible absolute bottom-full z-20 mb-1 w-max max-w-60 rounded-lg border bg-surface px-3 py-2 text-left text-sm shadow-floating group-hover/bar:visible",
                position < bars.length / 2 ? "left-0" : "right-0",
              )}
            >
              <span className="block font-medium">{barWords(bar)}</span>
              <span className="block text-ink-soft">{t("chart.registrations", { count: total })}</span>
              {STACK.filter((code) => bar.counts[code] > 0).map((code) => (
                <span key={code} className="flex justify-between gap-4 tabular-nums">
                  {status(code)}
                  <span>{formatNumber(bar.counts[code], locale)}</span>
                </span>
              ))}
            </span>
          </Link>
        );
      })}
    </div>
  );
}

async function Legend({ bars, linkTo }: { bars: readonly Bar[]; linkTo: ListLink }) {
  const [t, status, locale] = await Promise.all([
    getTranslator("insights"),
    getTranslator("status"),
    getLocale(),
  ]);
  const totals = totalCounts(bars);
  return (
    <ul aria-label={t("chart.legend")} className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      {STATUSES.map((code) => (
        <li key={code}>
          <Link
            href={linkTo({ status: code })}
            prefetch={false}
            className="flex items-center gap-1.5 rounded hover:underline"
          >
            <svg aria-hidden="true" viewBox="0 0 14 14" className="size-3.5 shrink-0">
              <rect width="14" height="14" rx="3" {...fillOf(code)} />
            </svg>
            {status(code)}
            <span className="text-ink-soft tabular-nums">{formatNumber(totals[code], locale)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
