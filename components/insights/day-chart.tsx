import { Card } from "@/components/ui/card";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { formatDay, formatNumber } from "@/lib/i18n/format";
import { axisEnd, type DayCounts, sumOf, totalCounts } from "@/lib/insights/insight-view";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import { getLocale, getTranslator } from "@/lib/server/language";
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
const DAY_WIDTH = 10;
const HEIGHT = 100;

/** Registrations per day by status, as stacked bars with the figures beneath. */
export async function DayChart({ days }: { days: readonly DayCounts[] }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  const highest = Math.max(0, ...days.map(({ counts }) => sumOf(counts)));
  const end = axisEnd(highest);
  const total = sumOf(totalCounts(days));
  const dayWords = await dayFormatter();
  return (
    <Card title={t("days.title")}>
      <div className="flex flex-col gap-4">
        <div>
          <p aria-hidden="true" className="text-ink-faint text-xs tabular-nums">
            {formatNumber(end, locale)}
          </p>
          <svg
            role="img"
            aria-label={t("days.summary", { total, days: days.length, highest })}
            viewBox={`0 0 ${days.length * DAY_WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="h-44 w-full border-line-strong border-b"
          >
            <StatusFillDefinitions />
            {[0, HEIGHT / 2].map((y) => (
              <line
                key={y}
                x1="0"
                x2={days.length * DAY_WIDTH}
                y1={y}
                y2={y}
                vectorEffect="non-scaling-stroke"
                className="stroke-line"
              />
            ))}
            {days.map((day, position) => (
              <DayBar key={day.day} day={day} position={position} end={end} title={dayWords(day.day)} />
            ))}
          </svg>
          <p aria-hidden="true" className="mt-1 flex justify-between text-ink-faint text-xs tabular-nums">
            {[days[0], days[Math.floor(days.length / 2)], days.at(-1)].map((day) =>
              day ? <span key={day.day}>{dayWords(day.day)}</span> : null,
            )}
          </p>
        </div>
        <Legend days={days} />
        <DetailsFold summary={t("days.showTable")}>
          <DayTable days={days} />
        </DetailsFold>
      </div>
    </Card>
  );
}

function DayBar({
  day: { counts },
  position,
  end,
  title,
}: {
  day: DayCounts;
  position: number;
  end: number;
  title: string;
}) {
  const x = position * DAY_WIDTH;
  let y = HEIGHT;
  return (
    <g>
      <title>{`${title}: ${sumOf(counts)}`}</title>
      {STACK.map((status) => {
        const height = (HEIGHT * counts[status]) / end;
        y -= height;
        if (height === 0) return null;
        return (
          <rect key={status} x={x + 1} y={y} width={DAY_WIDTH - 2} height={height} {...fillOf(status)} />
        );
      })}
      {/* The title also answers over a day that is short or empty. */}
      <rect x={x} y="0" width={DAY_WIDTH} height={HEIGHT} fill="transparent" />
    </g>
  );
}

async function Legend({ days }: { days: readonly DayCounts[] }) {
  const [t, status, locale] = await Promise.all([
    getTranslator("insights"),
    getTranslator("status"),
    getLocale(),
  ]);
  const totals = totalCounts(days);
  return (
    <ul aria-label={t("days.legend")} className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      {STATUSES.map((code) => (
        <li key={code} className="flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 14 14" className="size-3.5 shrink-0">
            <rect width="14" height="14" rx="3" {...fillOf(code)} />
          </svg>
          {status(code)}
          <span className="text-ink-soft tabular-nums">{formatNumber(totals[code], locale)}</span>
        </li>
      ))}
    </ul>
  );
}

async function DayTable({ days }: { days: readonly DayCounts[] }) {
  const [t, status, locale] = await Promise.all([
    getTranslator("insights"),
    getTranslator("status"),
    getLocale(),
  ]);
  const dayWords = await dayFormatter();
  return (
    <section
      aria-label={t("days.showTable")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border"
    >
      <table
        aria-label={t("days.title")}
        className="w-full border-collapse whitespace-nowrap text-right text-sm tabular-nums"
      >
        <thead className="sticky top-0 bg-sunken text-ink-soft text-xs">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              {t("days.day")}
            </th>
            {STATUSES.map((code) => (
              <th key={code} scope="col" className="px-3 py-2 font-medium">
                {status(code)}
              </th>
            ))}
            <th scope="col" className="px-3 py-2 font-medium">
              {t("days.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, counts }) => (
            <tr key={day} className="border-t">
              <th scope="row" className="px-3 py-1.5 text-left font-normal">
                {dayWords(day)}
              </th>
              {STATUSES.map((code) => (
                <td key={code} className="px-3 py-1.5">
                  {counts[code] === 0 ? (
                    <span className="text-ink-faint">0</span>
                  ) : (
                    formatNumber(counts[code], locale)
                  )}
                </td>
              ))}
              <td className="px-3 py-1.5 font-medium">{formatNumber(sumOf(counts), locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** `3 Nov` of a day that is already the person's. */
async function dayFormatter(): Promise<(day: string) => string> {
  const locale = await getLocale();
  return (day) => {
    // Noon in Indonesia, whatever its zone.
    const noon = new Date(`${day}T05:00:00Z`);
    return formatDay(noon, noon, { locale, timeZone: "Asia/Jakarta" });
  };
}
