import { forgetInTab, namesInTab, readFromTab } from "@/components/ui/tab-memory";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { cleanLine } from "@/lib/text/characters";

/** Under which name this tab keeps what is typed into the form of a draft. */
export const draftName = (registrationId: string) => `draft.${registrationId}`;
/** The same of what was refused, for the envelope that was: what is typed for it is no use for the next one. */
export const fixName = (registrationId: string, requestId: string | null) =>
  `fix.${registrationId}.${requestId ?? ""}`;

/** What was typed into one field and never came to be what the registration holds. */
export type UnsentField = { name: RegistrationField; typed: string };

/**
 * What this tab keeps of what was typed for a registration, where that is something else than it holds (`there`) by now.
 * `taken` is what the rules of the form take for what is typed.
 */
export function readUnsent(
  personId: string,
  registrationId: string,
  there: RegistrationInput,
  taken: (typed: RegistrationInput) => RegistrationInput = (typed) => typed,
): UnsentField[] {
  const unsent = new Map<RegistrationField, string>();
  for (const name of namesOf(personId, registrationId)) {
    const kept = readFromTab(personId, name);
    if (!isInput(kept)) continue;
    const asTaken = taken(kept);
    for (const field of REGISTRATION_FIELDS)
      if (alike(asTaken[field]) !== alike(there[field])) unsent.set(field, kept[field]);
  }
  return REGISTRATION_FIELDS.flatMap((name) => {
    const typed = unsent.get(name);
    return typed === undefined ? [] : [{ name, typed }];
  });
}

/** Forgets what was typed for a registration, in whichever form. */
export function forgetUnsent(personId: string, registrationId: string): void {
  for (const name of namesOf(personId, registrationId)) forgetInTab(personId, name);
}

function namesOf(personId: string, registrationId: string): string[] {
  return [draftName(registrationId), ...namesInTab(personId, `fix.${registrationId}.`)];
}

function isInput(kept: unknown): kept is RegistrationInput {
  if (typeof kept !== "object" || kept === null) return false;
  return [...REGISTRATION_FIELDS, "country"].every((field) => typeof Reflect.get(kept, field) === "string");
}

/** As it is kept; how an address is written does not count. */
function alike(text: string): string {
  return cleanLine(text.normalize("NFKC")).toLowerCase();
}
