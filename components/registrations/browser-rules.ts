import "./zod-without-eval";
import { normaliseEmail, suggestEmail } from "@/lib/registrations/email";
import { normalisePhone } from "@/lib/registrations/phone";
import type { Problem } from "@/lib/registrations/problem";
import type { RegistrationValues } from "@/lib/registrations/registration-view";
import { checkRegistration } from "@/lib/registrations/schema";

/** What is wrong, by the same check that the server makes. */
export function findProblems(values: RegistrationValues): Problem[] {
  const checked = checkRegistration(values);
  return checked.ok ? [] : checked.problems;
}

/** `62 · 815 1022 9216`, or null while the number is not one yet. */
export function previewPhone(phoneNumber: string, country: string): string | null {
  const reading = normalisePhone(phoneNumber, country);
  return reading.ok ? reading.display : null;
}

/** The address that was probably meant, or null. */
export function suggestAddress(email: string): string | null {
  const reading = normaliseEmail(email);
  return reading.ok ? suggestEmail(reading.address) : null;
}
