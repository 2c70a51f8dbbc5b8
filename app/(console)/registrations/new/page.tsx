import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { RegistrationFormScreen } from "@/components/registrations/form/screen";
import { requirePermission } from "@/lib/auth/session";
import { createPartnerReference } from "@/lib/registrations/input/partner-reference";
import { EMPTY_INPUT } from "@/lib/registrations/input/registration-fields";
import { getTranslator } from "@/lib/server/language";
import { submitForm } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("form");
  return { title: t("titleNew") };
}

export default async function NewRegistrationPage() {
  const actor = await requirePermission("registrations.write");
  return (
    <RegistrationFormScreen
      personId={actor.id}
      initial={{
        ...EMPTY_INPUT,
        partnerReference: createPartnerReference({ now: new Date(), random: randomBytes(16) }),
      }}
      submit={submitForm}
    />
  );
}
