import clsx from "clsx";
import { type ComponentProps, useId } from "react";
import { fieldIds } from "./field";

/** A check box without a visible label, for rows; `label` is its name. */
export function RowCheckbox({
  label,
  checked,
  onChange,
  id,
  ref,
}: Pick<ComponentProps<"input">, "checked" | "onChange" | "id" | "ref"> & { label: string }) {
  return (
    <input
      type="checkbox"
      id={id}
      aria-label={label}
      checked={checked}
      onChange={onChange}
      ref={ref}
      className="check-box touch-target"
    />
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
      <label htmlFor={fieldId} className="flex items-start gap-2.5 py-1 text-sm max-sm:py-2.5">
        <input
          {...input}
          type="checkbox"
          id={fieldId}
          aria-describedby={hint ? fieldIds(fieldId).hint : undefined}
          className={"check-box mt-0.5"}
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
