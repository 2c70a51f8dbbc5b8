import { readPhone } from "@/lib/registrations/input/fields";

/** A number as it is read, and whether WhatsApp may know it; null for none that can be called. */
export function reachable(phoneE164: string): { shown: string; hasWhatsApp: boolean } | null {
  const reading = readPhone(phoneE164, "ID");
  if (phoneE164 === "" || !reading.ok) return null;
  const { display, callingCode, number } = reading.value;
  return {
    shown: `+${display.replace(" · ", " ")}`,
    hasWhatsApp: callingCode !== "62" || number.startsWith("8"),
  };
}
