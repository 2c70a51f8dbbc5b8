import clsx from "clsx";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { type ComponentProps, useId } from "react";
import { CONTROL_CLASS, CONTROL_HEIGHT_CLASS, Field, type FieldWords, fieldAttributes } from "./field";

/** The native select in the house's clothes, without a visible label: give it `aria-label` or a label of your own. */
export function Select({ className, children, ...select }: ComponentProps<"select">) {
  return (
    <span className={clsx("relative block min-w-0", className)}>
      <select
        {...select}
        className={clsx(CONTROL_CLASS, CONTROL_HEIGHT_CLASS, "appearance-none truncate pr-8!")}
      >
        {children}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 size-3.5 text-ink-faint"
      />
    </span>
  );
}

/** A select with its label, hint and error. */
export function SelectField({
  label,
  aside,
  hint,
  error,
  className,
  id,
  children,
  ...select
}: ComponentProps<"select"> & FieldWords) {
  const generatedId = useId();
  const fieldId = id ?? generatedId;
  return (
    <Field id={fieldId} label={label} aside={aside} hint={hint} error={error} className={className}>
      <Select {...select} {...fieldAttributes(fieldId, { hint, error })}>
        {children}
      </Select>
    </Field>
  );
}
