import type { Authority } from "@/lib/authority/permissions";
import { maskPhone as maskForeignPhone } from "@/lib/doku/masking";
import { maskEmail, maskPhone } from "@/lib/i18n/mask";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { seesContacts, showLabel } from "@/lib/registrations/sight";

type Contacts = Pick<RegistrationView, "input" | "phoneE164">;

/** What was typed as a reader may see it: addresses and numbers masked unless they may know them. Pure. */
export function maskContactsOf(actor: Authority, { input, phoneE164 }: Contacts): Contacts {
  if (seesContacts(actor)) return { input, phoneE164 };
  return {
    input: {
      ...input,
      businessName: showLabel(actor, input.businessName),
      representativeName: showLabel(actor, input.representativeName),
      representativeEmail: input.representativeEmail && maskEmail(input.representativeEmail),
      invitedUserEmail: input.invitedUserEmail && maskEmail(input.invitedUserEmail),
      phoneNumber: input.phoneNumber && maskNumber(phoneE164 || input.phoneNumber),
    },
    phoneE164: phoneE164 && maskNumber(phoneE164),
  };
}

function maskNumber(phone: string): string {
  const [, number] = /^\+62(\d+)$/.exec(phone) ?? [];
  return number ? maskPhone({ callingCode: "62", number }) : maskForeignPhone(phone);
}
