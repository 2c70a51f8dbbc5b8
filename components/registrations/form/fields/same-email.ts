"use client";

import { useEffect, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { RegistrationInput } from "@/lib/registrations/input/schema";

/** Whether one address is typed for both. */
export function isOneAddress({
  representativeEmail,
  invitedUserEmail,
}: Pick<RegistrationInput, "representativeEmail" | "invitedUserEmail">): boolean {
  return representativeEmail !== "" && representativeEmail === invitedUserEmail;
}

/**
 * The tick box that copies the representative's address. The invited address stays an ordinary field: another address in it
 * takes the tick away, so nobody has to find out why it cannot be changed. `start` says whether it is ticked at first.
 */
export function useSameEmail(form: UseFormReturn<RegistrationInput>, start: "as typed" | "plain") {
  const [checked, setCheckedState] = useState(() => start === "as typed" && isOneAddress(form.getValues()));

  function setChecked(next: boolean) {
    setCheckedState(next);
    if (next) copy(form);
  }

  // However an address comes into its field: typed, offered and taken, or a colleague's.
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback({ values, name }) {
          if (!checked) return;
          if (name === "representativeEmail") copy(form);
          if (name === "invitedUserEmail" && values.invitedUserEmail !== values.representativeEmail)
            setCheckedState(false);
        },
      }),
    [form, checked],
  );

  /** One address was filled in from outside: the box is ticked where it is to serve for both. */
  function follow(isShared: boolean) {
    if (isShared) setChecked(true);
    else setCheckedState(false);
  }
  return { checked, setChecked, follow };
}

function copy(form: UseFormReturn<RegistrationInput>): void {
  const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
  form.setValue("invitedUserEmail", form.getValues("representativeEmail"), options);
}

export type SameEmail = ReturnType<typeof useSameEmail>;
