"use client";

import { useEffect } from "react";
import { takeArrival } from "@/components/registrations/form/memory/arrival";
import { OUTCOME_ID } from "./outcome-id";

/** Moves the focus to what became of it, for whoever comes here by sending. */
export function OutcomeFocus({ registrationId, outcome }: { registrationId: string; outcome: string }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another outcome may be what a person has waited for.
  useEffect(() => {
    if (takeArrival(registrationId)) document.getElementById(OUTCOME_ID)?.focus();
  }, [registrationId, outcome]);
  return null;
}
