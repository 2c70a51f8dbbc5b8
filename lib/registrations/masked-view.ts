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
      representativeEmail: showEmail(actor, input.representativeEmail),
      invitedUserEmail: showEmail(actor, input.invitedUserEmail),
      phoneNumber: input.phoneNumber && showPhone(actor, phoneE164 || input.phoneNumber),
    },
    phoneE164: showPhone(actor, phoneE164),
  };
}

/** An address as a reader may see it; "" stays "". */
export function showEmail(actor: Authority, email: string): string {
  return seesContacts(actor) ? email : email && maskEmail(email);
}

/** A number as a reader may see it; "" stays "". */
export function showPhone(actor: Authority, phone: string): string {
  return seesContacts(actor) ? phone : phone && maskNumber(phone);
}

function maskNumber(phone: string): string {
  const [, number] = /^\+62(\d+)$/.exec(phone) ?? [];
  return number ? maskPhone({ callingCode: "62", number }) : maskForeignPhone(phone);
}
