import clsx from "clsx";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { type ComponentProps, type ReactNode, useId } from "react";
import { CONTROL_CLASS, CONTROL_HEIGHT_CLASS, Field, type FieldWords, fieldAttributes } from "./field";

/**
 * The native select in the house's clothes, without a visible label: give it `aria-label` or a label of
 * your own. `quiet` drops the box, for a choice that stands in a bar; `icon` then says what it is about.
 */
export function Select({
  quiet = false,
  icon,
  className,
  children,
  ...select
}: ComponentProps<"select"> & { quiet?: boolean; icon?: ReactNode }) {
  return (
    <span className={clsx("relative block min-w-0", quiet && "w-fit", className)}>
      {icon ? (
        <span className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2 text-ink-faint [&_svg]:size-4">
          {icon}
        </span>
      ) : null}
      <select
        {...select}
        className={clsx(
          "appearance-none truncate",
          quiet ? QUIET_CLASS : [CONTROL_CLASS, CONTROL_HEIGHT_CLASS, "pr-8!"],
          icon && "pl-7.5!",
        )}
      >
        {children}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className={clsx(
          "-translate-y-1/2 pointer-events-none absolute top-1/2 size-3.5 text-ink-faint",
          quiet ? "right-1.5" : "right-2.5",
        )}
      />
    </span>
  );
}

const QUIET_CLASS =
  "field-sizing-content h-8 max-w-full rounded-lg bg-transparent pr-6 pl-2 text-ink-soft text-sm hover:bg-hover hover:text-ink max-sm:h-11 max-sm:text-field [&>option]:bg-surface [&>option]:text-ink";

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
