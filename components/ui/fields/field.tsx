import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import type { ReactNode } from "react";

/** What every kind of field has: a visible label, and beside it what helps and what is wrong. */
export type FieldWords = {
  label: string;
  /** Stands after the label but is not part of its name, such as "optional". */
  aside?: ReactNode;
  hint?: ReactNode;
  /** A sentence that says what to do; it marks the field and is read out with it. */
  error?: ReactNode;
};

/** The ids that tie a field to its hint and its error. */
export function fieldIds(id: string) {
  return { hint: `${id}-hint`, error: `${id}-error` };
}

/** Attributes of the control inside a `Field` with the same id. */
export function fieldAttributes(id: string, { hint, error }: Pick<FieldWords, "hint" | "error">) {
  const ids = fieldIds(id);
  return {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": clsx(error && ids.error, hint && ids.hint) || undefined,
  } as const;
}

export const CONTROL_CLASS = clsx(
  "block w-full min-w-0 rounded-lg border border-field-line bg-surface text-ink shadow-raised",
  "transition-[border-color] hover:border-ink-faint aria-invalid:border-danger-fill",
  "focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent-ink focus-visible:border-transparent",
  // Not `read-only:`, which every select answers to.
  "[&[readonly]]:bg-sunken [&[readonly]]:text-ink-soft disabled:bg-sunken disabled:text-ink-faint",
  // Sixteen pixels on small screens: below that, phones zoom into the field and lose the page.
  "max-sm:text-field sm:text-base",
);

export const CONTROL_HEIGHT_CLASS = "h-11 px-3 sm:h-9";

/** Label, control, hint and error in the order they are read. The control carries `fieldAttributes(id, …)`. */
export function Field({
  id,
  label,
  aside,
  hint,
  error,
  children,
  className,
}: FieldWords & { id: string; children: ReactNode; className?: string }) {
  const ids = fieldIds(id);
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside ? <span className="text-ink-faint text-xs">{aside}</span> : null}
      </div>
      {children}
      {error ? (
        <p id={ids.error} className="flex gap-1.5 text-danger-ink text-sm">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{error}</span>
        </p>
      ) : null}
      {hint ? (
        <div id={ids.hint} className="text-ink-faint text-sm">
          {hint}
        </div>
      ) : null}
    </div>
  );
}
