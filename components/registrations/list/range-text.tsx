"use client";

import { useEffect, useState } from "react";
import { standingBefore } from "@/components/registrations/list-count";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";

/** Which rows of how many stand there: `1–50 of 4,834`. A count that the tabs cut short is asked for once the page stands. */
export function RangeText({
  before: counted,
  rows,
  total,
  isCapped,
  isLast,
  query,
}: {
  /** Null where nobody counted how many stand before these. */
  before: number | null;
  rows: number;
  /** As the tab has it; null where that takes too long. */
  total: number | null;
  /** Whether there are more than that. */
  isCapped: boolean;
  /** Whether no row comes after these. */
  isLast: boolean;
  /** The list's query string, by which they are counted. */
  query: string;
}) {
  const say = useMessages("list");
  const locale = useClientLocale();
  const exact = useExactTotal(query, isCapped);
  const number = (count: number) => formatNumber(count, locale);
  const known = exact ?? total;
  if (known === null || rows === 0) return null;
  const of = exact === null && isCapped ? `${number(known)}+` : number(known);
  const isExact = exact !== null || !isCapped;
  const before = standingBefore({ before: counted, rows, total: isExact ? known : null, isLast });
  const range =
    before === null
      ? number(rows)
      : rows === 1
        ? number(before + 1)
        : `${number(before + 1)}–${number(before + rows)}`;
  return (
    <p className="whitespace-nowrap text-ink-soft text-sm tabular-nums">
      {say("range", { range, total: of })}
    </p>
  );
}

function useExactTotal(query: string, isWanted: boolean): number | null {
  const [told, setTold] = useState<{ query: string; count: number | null } | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    const controller = new AbortController();
    void fetch("/registrations/count", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
      signal: controller.signal,
    })
      .then(async (answer) =>
        answer.ok ? ((await answer.json()) as { count: number | null }) : { count: null },
      )
      .then(({ count }) => setTold({ query, count }))
      // Without an answer the count of the tab stands there.
      .catch(() => undefined);
    return () => controller.abort();
  }, [query, isWanted]);
  return isWanted && told?.query === query ? told.count : null;
}
