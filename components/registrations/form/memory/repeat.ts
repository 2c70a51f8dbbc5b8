"use client";

import { forgetInTab, keepInTab, readFromTab } from "@/components/ui/tab-memory";
import type { RegistrationInput } from "@/lib/registrations/input/schema";

/** What the next merchant often has in common with the last one. */
export type Repeated = Pick<RegistrationInput, "referralCode" | "country"> & { sameEmail: boolean };

const LAST = "last-registered";
const NEXT = "repeat-next";

/** Keeps what may repeat of a merchant who has just been registered. */
export function keepRepeated(personId: string, registrationId: string, repeated: Repeated): void {
  keepInTab(personId, LAST, { registrationId, ...repeated });
}

/** Whether this registration is the one that was made last in this tab. */
export function wasRegisteredLast(personId: string, registrationId: string): boolean {
  const kept = readFromTab(personId, LAST);
  return isRecord(kept) && kept.registrationId === registrationId;
}

/** Has the next new form begin with what repeats. */
export function repeatNext(personId: string): void {
  keepInTab(personId, NEXT, readFromTab(personId, LAST));
}

/** What the form that begins now repeats, or null; only once. */
export function takeRepeated(personId: string): Repeated | null {
  const kept = readFromTab(personId, NEXT);
  forgetInTab(personId, NEXT);
  if (!isRecord(kept)) return null;
  const { referralCode, country, sameEmail } = kept;
  if (typeof referralCode !== "string" || typeof country !== "string") return null;
  return { referralCode, country, sameEmail: sameEmail === true };
}

function isRecord(kept: unknown): kept is Record<string, unknown> {
  return typeof kept === "object" && kept !== null;
}
