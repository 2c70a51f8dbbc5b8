import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";

export type BarRow = {
  key: string;
  label: string;
  /** What the label alone does not say. */
  hint?: string | null;
  /** Where those stand that are counted; the bar leads there too. */
  href?: Route | null;
  count: number;
  countText: string;
  shareText?: string;
};

/** A table whose figures are drawn beside them, as long as their share of the greatest. */
export function BarTable({
  label,
  columns,
  rows,
  fill = "fill-accent",
}: {
  label: string;
  columns: { label: string; count: string; share?: string };
  rows: readonly BarRow[];
  fill?: string;
}) {
  const greatest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <table aria-label={label} className="w-full border-collapse text-left">
      <thead>
        <tr className="text-ink-faint text-xs">
          <th scope="col" className="pb-1.5 font-medium">
            {columns.label}
          </th>
          <th scope="col" className="pb-1.5 pl-3 text-right font-medium">
            {columns.count}
          </th>
          {columns.share ? (
            <th scope="col" className="pb-1.5 pl-3 text-right font-medium">
              {columns.share}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label: name, hint, href, count, countText, shareText }) => (
          <tr key={key} className={clsx("relative border-t align-top", href && "hover:bg-hover/60")}>
            <th scope="row" className="w-full py-2 font-normal">
              {href ? (
                <Link
                  href={href}
                  prefetch={false}
                  className="font-medium underline decoration-line-strong underline-offset-2 [overflow-wrap:anywhere] after:absolute after:inset-0"
                >
                  {name}
                </Link>
              ) : (
                <span className="[overflow-wrap:anywhere]">{name}</span>
              )}
              {hint ? (
                <span className="block text-ink-soft text-sm [overflow-wrap:anywhere]">{hint}</span>
              ) : null}
              <svg
                aria-hidden="true"
                viewBox="0 0 100 1"
                preserveAspectRatio="none"
                className={clsx("mt-1.5 h-2 w-full rounded-sm bg-neutral-wash", fill)}
              >
                <rect width={(100 * count) / greatest} height="1" />
              </svg>
            </th>
            <td className="py-2 pl-3 text-right tabular-nums">{countText}</td>
            {columns.share ? <td className="py-2 pl-3 text-right tabular-nums">{shareText}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
