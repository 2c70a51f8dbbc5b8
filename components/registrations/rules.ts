import type { Problem } from "@/lib/registrations/problem";
import type { RegistrationValues } from "./registration-view";

/**
 * The form's check, the same as the server's, fetched when it is first needed: the rules with their
 * table of the world's phone numbers weigh more than the whole page. Throws where they cannot be fetched.
 */
export async function checkInBrowser(values: RegistrationValues): Promise<Problem[]> {
  const { checkRegistration } = await loadRules();
  const checked = checkRegistration(values);
  return checked.ok ? [] : checked.problems;
}

/** Starts fetching the rules before they are needed; a failure is met again, and handled, when they are. */
export function prepareRules(): void {
  loadRules().catch(() => undefined);
}

async function loadRules() {
  const { config } = await import("zod/mini");
  // Before any schema is built: zod would try `new Function`, which the content security policy reports.
  config({ jitless: true });
  return import("@/lib/registrations/schema");
}

/** `62 · 815 1022 9216`, or null while the number is not one yet. */
export async function previewPhone(phoneNumber: string, country: string): Promise<string | null> {
  const { normalisePhone } = await import("@/lib/registrations/phone");
  const reading = normalisePhone(phoneNumber, country);
  return reading.ok ? reading.display : null;
}

/** The address that was probably meant, or null. */
export async function suggestAddress(email: string): Promise<string | null> {
  const { normaliseEmail, suggestEmail } = await import("@/lib/registrations/email");
  const reading = normaliseEmail(email);
  return reading.ok ? suggestEmail(reading.address) : null;
}
