import type { Authority } from "@/lib/authority/permissions";
import { maskPhone as maskForeignPhone } from "@/lib/doku/masking";
import { maskEmail, maskPhone } from "@/lib/i18n/mask";
import {
  holdingOf,
  ofEachField,
  type RegistrationField,
} from "@/lib/registrations/input/registration-fields";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { seesContacts, showLabel } from "@/lib/registrations/sight";

type Contacts = Pick<RegistrationView, "input" | "phoneE164">;

/** What was typed as a reader may see it: addresses and numbers masked unless they may know them. Pure. */
export function maskContactsOf(actor: Authority, { input, phoneE164 }: Contacts): Contacts {
  if (seesContacts(actor)) return { input, phoneE164 };
  return {
    input: {
      ...ofEachField((field) => maskField(actor, field, { text: input[field], phoneE164 })),
      country: input.country,
    },
    phoneE164: showPhone(actor, phoneE164),
  };
}

function maskField(
  actor: Authority,
  field: RegistrationField,
  { text, phoneE164 }: { text: string; phoneE164: string },
): string {
  switch (holdingOf(field)) {
    case "business":
    case "person":
      return showLabel(actor, text);
    case "email":
      return showEmail(actor, text);
    case "phone":
      return text && showPhone(actor, phoneE164 || text);
    case "code":
      return text;
  }
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
