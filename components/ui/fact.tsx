import type { ReactNode } from "react";

/** A term and what it is, in a `dl`; nothing where there is nothing to say. */
export function Fact({ term, children }: { term: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className="min-w-0">
      <dt className="text-ink-faint text-xs">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
