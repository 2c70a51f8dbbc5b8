import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RegistrationFormScreen } from "@/components/registrations/form/screen";
import { requirePermission } from "@/lib/auth/session";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/problem";
import { getTranslator } from "@/lib/server/language";
import { submitForm } from "../../actions";
import { findRegistration } from "../found-registration";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("form");
  return { title: t("titleFix") };
}

/** The form filled in again: a draft is continued, a refused or unsent registration fixed. Anything else is only looked at. */
export default async function EditRegistrationPage({ params }: PageProps<"/registrations/[id]/edit">) {
  const actor = await requirePermission("registrations.write");
  const registration = await findRegistration(actor, (await params).id);
  const isDraft = registration.actions.includes("continue");
  if (!isDraft && !registration.actions.includes("fix")) redirect(`/registrations/${registration.id}`);
  return (
    <RegistrationFormScreen
      personId={actor.id}
      mode={isDraft ? "draft" : "fix"}
      registrationId={registration.id}
      initial={registration.input}
      keepsReference={registration.keepsReference}
      refusal={
        registration.problem
          ? { words: registration.problem, field: asField(registration.problemField) }
          : null
      }
      submit={submitForm}
    />
  );
}

function asField(name: string | null): RegistrationField | null {
  return REGISTRATION_FIELDS.find((field) => field === name) ?? null;
}
