import clsx from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

/** A titled region with a quiet border. `flush` lets what is inside, such as a table, reach the edges. */
export function Card({
  title,
  description,
  actions,
  flush = false,
  className,
  children,
  ...section
}: Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
}) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={title ? headingId : undefined}
      {...section}
      className={clsx("min-w-0 rounded-xl border bg-surface shadow-raised", className)}
    >
      {title ? (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5 pb-0 sm:px-5 sm:pt-4">
          <div className="min-w-0">
            <h2 id={headingId} className="font-semibold text-base">
              {title}
            </h2>
            {description ? <p className="mt-0.5 text-ink-soft text-sm">{description}</p> : null}
          </div>
          {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      <div className={clsx(!flush && "px-4 py-3.5 sm:px-5 sm:py-4", flush && title && "pt-3")}>
        {children}
      </div>
    </section>
  );
}
