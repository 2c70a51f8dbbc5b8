import clsx from "clsx";
import type { ComponentProps } from "react";

/** A table named `label`, in a frame that scrolls sideways by itself where the screen is narrow. */
export function Table({ label, className, children, ...table }: ComponentProps<"table"> & { label: string }) {
  return (
    <div className="overflow-x-auto rounded-xl border bg-surface shadow-raised">
      <table
        {...table}
        aria-label={label}
        className={clsx("w-full border-collapse text-left text-base", className)}
      >
        {children}
      </table>
    </div>
  );
}

/** A column's heading. */
export function ColumnHeader({ className, ...th }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...th}
      className={clsx(
        "h-9 whitespace-nowrap border-b bg-sunken px-3 font-medium text-ink-soft text-xs first:pl-4 last:pr-4",
        className,
      )}
    />
  );
}

/** A row; `interactive` lights it up under the pointer. */
export function Row({
  interactive = false,
  className,
  ...tr
}: ComponentProps<"tr"> & { interactive?: boolean }) {
  return <tr {...tr} className={clsx(interactive ? "line-interactive" : "line", className)} />;
}

export function Cell({ className, ...td }: ComponentProps<"td">) {
  return <td {...td} className={clsx("cell", className)} />;
}
