"use client";

import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { RegistrationField } from "@/lib/registrations/input/problem";
import type { RegistrationInput } from "@/lib/registrations/input/schema";

/** Whether one address is typed for both. */
export function isOneAddress({
  representativeEmail,
  invitedUserEmail,
}: Pick<RegistrationInput, "representativeEmail" | "invitedUserEmail">): boolean {
  return representativeEmail !== "" && representativeEmail === invitedUserEmail;
}

/**
 * The tick box that copies the representative's address. The invited address stays an ordinary field:
 * typing in it takes the tick away, so nobody has to find out why it cannot be changed. `startsTicked` says whether it
 * is ticked where nothing is typed yet.
 */
export function useSameEmail(form: UseFormReturn<RegistrationInput>, start: "ticked" | "as typed" | "plain") {
  const [checked, setCheckedState] = useState(() => {
    const typed = form.getValues();
    if (start === "ticked") return typed.representativeEmail === typed.invitedUserEmail;
    return start === "as typed" && isOneAddress(typed);
  });

  function copy() {
    const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
    form.setValue("invitedUserEmail", form.getValues("representativeEmail"), options);
  }

  function setChecked(next: boolean) {
    setCheckedState(next);
    if (next) copy();
  }

  const listeners: Partial<Record<RegistrationField, () => void>> = {
    representativeEmail: () => {
      if (checked) copy();
    },
    invitedUserEmail: () => setCheckedState(false),
  };
  /** One address was filled in from outside: the box is ticked where it is to serve for both. */
  function follow(isShared: boolean) {
    if (isShared) setChecked(true);
    else setCheckedState(false);
  }
  return { checked, setChecked, listeners, follow };
}

export type SameEmail = ReturnType<typeof useSameEmail>;
