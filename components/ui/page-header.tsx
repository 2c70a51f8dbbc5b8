import type { ReactNode } from "react";

/** The page's one `h1`, what stands beside it, and what can be done. */
export function PageHeader({
  back,
  title,
  badge,
  description,
  actions,
}: {
  back?: ReactNode;
  title: ReactNode;
  badge?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex flex-col gap-2">
      {back}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 max-sm:gap-x-2">
        <div className="min-w-0 flex-1 basis-40">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 max-sm:gap-x-2">
            <h1 className="min-w-0 font-semibold text-xl tracking-[-0.012em] [overflow-wrap:anywhere]">
              {title}
            </h1>
            {badge}
          </div>
          {/* Beside the actions, whose height would else be a gap above it. */}
          {description ? <div className="mt-1 max-w-prose text-ink-soft">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2 max-sm:gap-1.5">{actions}</div> : null}
      </div>
    </header>
  );
}
