import clsx from "clsx";
import { type ComponentProps, useId } from "react";
import { CONTROL_CLASS, CONTROL_HEIGHT_CLASS, Field, type FieldWords, fieldAttributes } from "./field";

/** One line of text with its label, hint and error. Works as a controlled, an uncontrolled and a registered field. */
export function TextField({
  label,
  aside,
  hint,
  error,
  mono = false,
  className,
  id,
  ...input
}: ComponentProps<"input"> & FieldWords & { mono?: boolean }) {
  const generatedId = useId();
  const fieldId = id ?? generatedId;
  return (
    <Field id={fieldId} label={label} aside={aside} hint={hint} error={error} className={className}>
      <input
        type="text"
        {...input}
        {...fieldAttributes(fieldId, { hint, error })}
        className={clsx(CONTROL_CLASS, CONTROL_HEIGHT_CLASS, mono && "mono-id")}
      />
    </Field>
  );
}

/** Several lines of text, such as a reason. */
export function TextAreaField({
  label,
  aside,
  hint,
  error,
  className,
  id,
  rows = 3,
  ...textarea
}: ComponentProps<"textarea"> & FieldWords) {
  const generatedId = useId();
  const fieldId = id ?? generatedId;
  return (
    <Field id={fieldId} label={label} aside={aside} hint={hint} error={error} className={className}>
      <textarea
        {...textarea}
        rows={rows}
        {...fieldAttributes(fieldId, { hint, error })}
        className={clsx(CONTROL_CLASS, "px-3 py-2")}
      />
    </Field>
  );
}
