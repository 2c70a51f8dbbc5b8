"use client";

import { createPartnerReference } from "@/lib/registrations/input/partner-reference";

/** A partner reference for a form that begins in the browser. */
export function createBrowserReference(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return createPartnerReference({ now: new Date(), random });
}
