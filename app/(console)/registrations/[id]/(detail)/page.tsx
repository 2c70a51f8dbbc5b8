import type { Metadata } from "next";
import { RegistrationDetail } from "@/components/registrations/registration-detail";
import { requirePermission } from "@/lib/auth/session";
import { getTranslator } from "@/lib/i18n/server";
import { listRegistrationAudit } from "@/lib/registrations/queries";
import { archive, cancel, check, found, override, restore, retry, sendAgain } from "../../actions";
import { findRegistration } from "../found-registration";

export async function generateMetadata({ params }: PageProps<"/registrations/[id]">): Promise<Metadata> {
  const actor = await requirePermission("registrations.read");
  const registration = await findRegistration(actor, (await params).id);
  const t = await getTranslator("detail");
  return { title: registration.input.businessName || t("unnamed") };
}

export default async function RegistrationPage({ params }: PageProps<"/registrations/[id]">) {
  const actor = await requirePermission("registrations.read");
  const registration = await findRegistration(actor, (await params).id);
  const [history, audit] = await Promise.all([
    listRegistrationAudit(actor, registration.id),
    getTranslator("audit"),
  ]);
  return (
    <RegistrationDetail
      registration={registration}
      history={history.map(({ action, ...entry }) => ({ ...entry, label: audit(`action.${action}`) }))}
      handlers={{ archive, cancel, check, found, override, restore, retry, sendAgain }}
      listHref="/registrations"
      editHref={`/registrations/${registration.id}/edit`}
    />
  );
}
