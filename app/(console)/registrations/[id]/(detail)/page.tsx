import type { Metadata } from "next";
import { RegistrationDetail } from "@/components/registrations/detail/detail";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { explainAttempts } from "@/lib/playbook/queries";
import { listResembling } from "@/lib/registrations/intake/duplicates";
import { listRegistrationAudit } from "@/lib/registrations/queries";
import { inspectRequests } from "@/lib/registrations/request-inspection";
import { seesContacts } from "@/lib/registrations/sight";
import { getTranslator } from "@/lib/server/language";
import { assign, people } from "../../../jobs/actions";
import {
  archive,
  cancel,
  check,
  found,
  override,
  restore,
  retry,
  sendAgain,
  submitForm,
} from "../../actions";
import { findRegistration } from "../found-registration";
import { explain } from "./actions";

export async function generateMetadata({ params }: PageProps<"/registrations/[id]">): Promise<Metadata> {
  const actor = await requirePermission("registrations.read");
  const registration = await findRegistration(actor, (await params).id);
  const t = await getTranslator("detail");
  return { title: registration.input.businessName || t("unnamed") };
}

export default async function RegistrationPage({ params }: PageProps<"/registrations/[id]">) {
  const actor = await requirePermission("registrations.read");
  const registration = await findRegistration(actor, (await params).id);
  const { id } = registration;
  const [history, explanations, requests, lookAlikes, audit, t] = await Promise.all([
    listRegistrationAudit(actor, id),
    explainAttempts(actor, id),
    inspectRequests(actor, id),
    listResembling(actor, id),
    getTranslator("audit"),
    getTranslator("detail"),
  ]);
  const mayWrite = can(actor, "registrations.write");
  return (
    <RegistrationDetail
      registration={registration}
      isMasked={!seesContacts(actor)}
      history={history.map(({ action, givenTo, ...entry }) => ({
        ...entry,
        label: givenTo ? t("givenTo", { name: givenTo }) : audit(`action.${action}`),
      }))}
      knowledge={{
        explanations,
        requests: new Map(requests.map((request) => [request.number, request])),
        explain: can(actor, "playbook.write") ? explain : null,
      }}
      lookAlikes={lookAlikes}
      assigning={mayWrite ? { assign, people } : null}
      editing={mayWrite ? { personId: actor.id, submit: submitForm } : null}
      handlers={{ archive, cancel, check, found, override, restore, retry, sendAgain }}
      personId={actor.id}
      dashboardHref={dashboardHref()}
    />
  );
}

/** The stand-in has a page that shows what it holds. Where DOKU's is, its documents do not say. */
function dashboardHref(): string | null {
  const { environment, baseUrl } = env().doku;
  return environment === "simulator" ? baseUrl : null;
}
