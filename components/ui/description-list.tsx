import clsx from "clsx";
import type { ReactNode } from "react";

/** Facts with their names, one a line; on narrow screens the name stands above. */
export function DescriptionList({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={clsx("flex flex-col divide-y", className)}>{children}</dl>;
}

export function DescriptionItem({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 py-2 first:pt-0 last:pb-0 sm:grid-cols-[minmax(8rem,12rem)_1fr]">
      <dt className="text-ink-faint text-sm">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
