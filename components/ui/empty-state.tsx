import type { ReactNode } from "react";

/** What a list says when it has nothing to show, and the way on. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-dashed border-line-strong px-6 py-14 text-center max-sm:px-4">
      {icon ? (
        <span className="mb-4 inline-flex size-10 items-center justify-center rounded-xl border bg-surface text-ink-soft shadow-raised [&_svg]:size-5">
          {icon}
        </span>
      ) : null}
      <div className="font-semibold text-lg">{title}</div>
      {children ? <div className="mt-1 w-full max-w-md text-balance text-ink-soft">{children}</div> : null}
      {actions ? <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
