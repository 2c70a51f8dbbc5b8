"use client";

import { useEffect, useRef } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { RegistrationInput } from "@/lib/registrations/input/schema";

type FieldName = keyof RegistrationInput;
type Control = HTMLInputElement | HTMLSelectElement;

/** Gives a control what ties it to the form: name, first value, listeners and ref. */
export type RegisterField = ReturnType<typeof useTypedValues>;

/**
 * Loses nothing that was typed: brings back what this form held before (after *back* or a reload),
 * takes over what fast fingers or a password manager put in before React listened, and keeps every change.
 */
export function useTypedValues({
  form,
  initial,
  keepTyped,
  readTyped,
  onChange,
}: {
  form: UseFormReturn<RegistrationInput>;
  initial: RegistrationInput;
  /** Keeps what is typed, and brings back what was; as `onChange`, they must stay the same functions. */
  keepTyped: (values: RegistrationInput) => void;
  readTyped: () => RegistrationInput | null;
  /** Called with the field's name. */
  onChange: (name: string) => void;
}) {
  const early = useRef(new Map<FieldName, string>());

  useEffect(() => {
    const kept = readTyped();
    if (kept) form.reset(kept, { keepDefaultValues: true });
    for (const [name, value] of early.current) {
      if (value !== form.formState.defaultValues?.[name]) form.setValue(name, value);
    }
    return form.subscribe({
      formState: { values: true },
      callback: ({ values, name }) => {
        if (!name) return;
        keepTyped(values);
        onChange(name);
      },
    });
  }, [form, keepTyped, readTyped, onChange]);

  return function registerField(name: FieldName) {
    const { ref, ...registered } = form.register(name);
    return {
      ...registered,
      name,
      defaultValue: initial[name],
      ref(control: Control | null) {
        // The form puts its own value into the control when it takes it over; this is the last look before.
        if (control && !early.current.has(name)) early.current.set(name, control.value);
        ref(control);
      },
    };
  };
}
