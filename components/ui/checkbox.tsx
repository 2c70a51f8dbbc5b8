import clsx from "clsx";
import { type ComponentProps, useId } from "react";
import { fieldIds } from "./field";

const BOX_CLASS = clsx(
  "size-4 shrink-0 cursor-pointer appearance-none rounded border border-field-line bg-surface bg-center bg-no-repeat",
  "checked:border-accent checked:bg-accent checked:bg-[url('/check.svg')] indeterminate:border-accent indeterminate:bg-accent indeterminate:bg-[url('/dash.svg')]",
  "hover:border-ink-faint checked:hover:border-accent-hover checked:hover:bg-accent-hover disabled:cursor-not-allowed disabled:opacity-55",
  "forced-colors:appearance-auto",
);

/** The look of a check box without a visible label, for what is none of React's. */
export const ROW_CHECKBOX_CLASS = clsx(BOX_CLASS, "touch-target");

/** A check box without a visible label, for rows; `label` is its name. */
export function RowCheckbox({
  label,
  className,
  ...input
}: Omit<ComponentProps<"input">, "type"> & { label: string }) {
  return (
    <input {...input} type="checkbox" aria-label={label} className={clsx(ROW_CHECKBOX_CLASS, className)} />
  );
}

/** A check box with its label to the right. */
export function Checkbox({
  label,
  hint,
  className,
  id,
  ...input
}: Omit<ComponentProps<"input">, "type"> & { label: string; hint?: string }) {
  const generatedId = useId();
  const fieldId = id ?? generatedId;
  return (
    <div className={clsx("flex flex-col gap-0.5", className)}>
      <label htmlFor={fieldId} className="flex items-start gap-2.5 py-1 text-sm">
        <input
          {...input}
          type="checkbox"
          id={fieldId}
          aria-describedby={hint ? fieldIds(fieldId).hint : undefined}
          className={clsx(BOX_CLASS, "mt-0.5")}
        />
        {label}
      </label>
      {hint ? (
        <p id={fieldIds(fieldId).hint} className="pl-6.5 text-ink-faint text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
