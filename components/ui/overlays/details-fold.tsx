import clsx from "clsx";
import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";

/** What only some people need, folded under its name. */
export function DetailsFold({
  summary,
  children,
  className,
}: {
  summary: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <details className={clsx("group/fold", className)}>
      <summary className="touch-target inline-flex list-none items-center gap-1 rounded font-medium text-ink-soft text-sm hover:text-ink">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 motion-safe:transition-transform group-open/fold:rotate-90"
        />
        {summary}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
