import { maskAnswer, maskPhone as maskForeignPhone } from "@/lib/doku/masking";
import { maskEmail, maskPhone } from "@/lib/i18n/mask";
import type { RegistrationView } from "@/lib/registrations/registration-view";

/** The registration as someone sees it who may not see personal data: addresses and numbers masked, also where DOKU quotes them. Pure. */
export function maskRegistration(registration: RegistrationView): RegistrationView {
  const { input, phoneE164 } = registration;
  const hidden = [input.representativeEmail, input.invitedUserEmail, input.phoneNumber, phoneE164];
  const sensitive = { secrets: [], names: [], others: hidden.filter((value) => value !== "") };
  const maskTheirs = (words: string | null) =>
    words && maskAnswer({ text: words, json: undefined, sensitive });
  return {
    ...registration,
    input: {
      ...input,
      representativeEmail: input.representativeEmail && maskEmail(input.representativeEmail),
      invitedUserEmail: input.invitedUserEmail && maskEmail(input.invitedUserEmail),
      phoneNumber: input.phoneNumber && maskNumber(phoneE164 || input.phoneNumber),
    },
    phoneE164: phoneE164 && maskNumber(phoneE164),
    problem: maskTheirs(registration.problem),
    attempts: registration.attempts.map((attempt) => ({ ...attempt, message: maskTheirs(attempt.message) })),
  };
}

/** DOKU's words to one of many, for someone who may not see personal data. Pure. */
export function maskWords(words: string): string {
  return maskAnswer({ text: words, json: undefined, sensitive: { secrets: [], names: [], others: [] } });
}

function maskNumber(phone: string): string {
  const [, number] = /^\+62(\d+)$/.exec(phone) ?? [];
  return number ? maskPhone({ callingCode: "62", number }) : maskForeignPhone(phone);
}
