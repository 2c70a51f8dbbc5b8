import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Fact } from "@/components/ui/fact";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { getTranslator } from "@/lib/server/language";

/** Whose it is, who made it, and under which credential; when what happened stands in the timeline. */
export async function RecordFacts({
  registration,
  assign,
}: {
  registration: RegistrationView;
  /** The button that gives it to somebody else. */
  assign: ReactNode;
}) {
  const t = await getTranslator("detail");
  const { ownerName, createdByName, credential, duplicateReason, input } = registration;
  return (
    <Card title={t("recordTitle")}>
      <dl className="flex flex-col gap-3">
        <Fact term={t("owner")}>
          <span className="flex flex-wrap items-center justify-between gap-2">
            {ownerName}
            {assign}
          </span>
        </Fact>
        <Fact term={t("createdBy")}>{createdByName === ownerName ? null : createdByName}</Fact>
        <Fact term={t("referralCode")}>
          {input.referralCode ? <span className="mono-id">{input.referralCode}</span> : null}
        </Fact>
        <Fact term={t("credential")}>
          <span className="mono-id">{credential.label}</span>
        </Fact>
        <Fact term={t("duplicateReason")}>{duplicateReason}</Fact>
      </dl>
    </Card>
  );
}
