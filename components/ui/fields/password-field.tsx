"use client";

import clsx from "clsx";
import { type ComponentProps, useId, useState } from "react";
import { CONTROL_CLASS, CONTROL_HEIGHT_CLASS, Field, type FieldWords, fieldAttributes } from "./field";

/** A password with a button that shows what was typed. The button's name holds nothing of the label, by which the field is found. */
export function PasswordField({
  label,
  hint,
  error,
  showLabel,
  hideLabel,
  id,
  ...input
}: ComponentProps<"input"> & FieldWords & { showLabel: string; hideLabel: string }) {
  const generatedId = useId();
  const fieldId = id ?? generatedId;
  const [isShown, setShown] = useState(false);
  return (
    <Field id={fieldId} label={label} hint={hint} error={error}>
      <span className="relative block">
        <input
          {...input}
          type={isShown ? "text" : "password"}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          {...fieldAttributes(fieldId, { hint, error })}
          className={clsx(CONTROL_CLASS, CONTROL_HEIGHT_CLASS, "pr-24!")}
        />
        <button
          type="button"
          aria-controls={fieldId}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 right-0 rounded-lg px-3 text-ink-soft text-sm hover:text-ink"
        >
          {isShown ? hideLabel : showLabel}
        </button>
      </span>
    </Field>
  );
}
