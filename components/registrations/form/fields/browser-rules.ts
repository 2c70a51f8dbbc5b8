import { readChat } from "@/lib/registrations/input/chat";
import { readEmail, readPhone } from "@/lib/registrations/input/fields";
import { choicesOf, isNote, type Problem } from "@/lib/registrations/input/problem";
import { registrationSchema } from "@/lib/registrations/input/schema";

export { readChat, registrationSchema };

/** What a number will be sent as (`62 · 815 1022 9216`), or what stands there in place of one number. */
export function previewPhone(
  phoneNumber: string,
  country: string,
): { display: string } | { asked: Problem } | null {
  const reading = readPhone(phoneNumber, country);
  if (reading.ok) return { display: reading.value.display };
  return choicesOf(reading.problem).length > 0 ? { asked: reading.problem } : null;
}

/** What an address is sent as where it is typed otherwise, or what may have been meant. */
export function previewAddress(email: string): { taken: string } | { asked: Problem } | null {
  const reading = readEmail("representativeEmail", email);
  const said = reading.ok ? [...reading.warnings, ...reading.notes] : [reading.problem];
  const asked = said.find((problem) => !isNote(problem) && choicesOf(problem).length > 0);
  if (asked) return { asked };
  return reading.ok && reading.notes.length > 0 ? { taken: reading.value } : null;
}
