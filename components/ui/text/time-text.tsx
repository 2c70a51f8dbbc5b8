import type { ReactNode } from "react";
import { formatDateTime, formatUtc, type TimeStyle } from "@/lib/i18n/format";

/** A moment as the person reads it, `12 Nov 2026, 14.05 WIB`, with UTC when the pointer rests on it. `children` may say it shorter. */
export function TimeText({
  at,
  style,
  children,
  className,
}: {
  at: Date | string;
  style: TimeStyle;
  children?: ReactNode;
  className?: string;
}) {
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} title={formatUtc(moment)} className={className}>
      {children ?? formatDateTime(moment, style)}
    </time>
  );
}
