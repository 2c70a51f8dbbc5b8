import Link from "next/link";
import type { ReactNode } from "react";
import { formatDay, formatNumber } from "@/lib/i18n/format";
import type { Bar } from "@/lib/insights/insight-view";
import { STATUSES } from "@/lib/registrations/status";
import { getLocale, getTranslator } from "@/lib/server/language";
import type { ListLink } from "./list-links";

type Narrowed = Parameters<ListLink>[0];

export type FigureRow<Code extends string> = {
  key: string;
  name: ReactNode;
  counts: Record<Code, number>;
  /** What the list is narrowed to behind the figures of the row. */
  narrowed: Narrowed;
};

/** Registrations counted by code in rows, each figure a link to those it counts; it scrolls in itself. */
export async function FiguresTable<Code extends string>({
  label,
  scrollLabel,
  heading,
  columns,
  rows,
  linkTo,
}: {
  label: string;
  scrollLabel: string;
  /** Of the first column. */
  heading: string;
  /** Each code in words, and what the list is narrowed to behind its figures. */
  columns: readonly { code: Code; name: string; narrowed: Narrowed }[];
  rows: readonly FigureRow<Code>[];
  linkTo: ListLink;
}) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  const sumOf = (counts: Record<Code, number>) => columns.reduce((sum, { code }) => sum + counts[code], 0);
  const figure = (count: number, narrowed: Narrowed) =>
    count === 0 ? (
      <span className="text-ink-faint">0</span>
    ) : (
      <Link href={linkTo(narrowed)} prefetch={false} className="rounded hover:underline">
        {formatNumber(count, locale)}
      </Link>
    );
  return (
    <section
      aria-label={scrollLabel}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border"
    >
      <table
        aria-label={label}
        className="w-full border-collapse whitespace-nowrap text-right text-sm tabular-nums"
      >
        <thead className="sticky top-0 z-10 bg-sunken text-ink-soft text-xs">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              {heading}
            </th>
            {columns.map(({ code, name }) => (
              <th key={code} scope="col" className="px-3 py-2 font-medium">
                {name}
              </th>
            ))}
            <th scope="col" className="px-3 py-2 font-medium">
              {t("chart.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts, narrowed }) => (
            <tr key={key} className="border-t">
              <th scope="row" className="px-3 py-1.5 text-left font-normal">
                {name}
              </th>
              {columns.map((column) => (
                <td key={column.code} className="px-3 py-1.5">
                  {figure(counts[column.code], { ...narrowed, ...column.narrowed })}
                </td>
              ))}
              <td className="px-3 py-1.5 font-medium">{figure(sumOf(counts), narrowed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A column for each status. */
export async function statusColumns() {
  const status = await getTranslator("status");
  return STATUSES.map((code) => ({ code, name: status(code), narrowed: { status: code } }));
}

export type BarWords = (bar: Pick<Bar, "from" | "to">) => string;

/** `3 Nov`, or `3 Nov – 9 Nov`, of days that are already the person's. */
export async function barFormatter(): Promise<BarWords> {
  const locale = await getLocale();
  const dayWords = (day: string) => {
    // Noon in Indonesia, whatever its zone.
    const noon = new Date(`${day}T05:00:00Z`);
    return formatDay(noon, noon, { locale, timeZone: "Asia/Jakarta" });
  };
  return ({ from, to }) => (from === to ? dayWords(from) : `${dayWords(from)} – ${dayWords(to)}`);
}
