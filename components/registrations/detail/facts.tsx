import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { TimeText } from "@/components/ui/text/time-text";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/** The merchant as typed. What was left empty is left out. */
export async function MerchantFacts({
  registration: { input, phoneE164 },
  isMasked,
}: {
  registration: RegistrationView;
  /** Says so, so that nobody takes the dots for what was typed. */
  isMasked: boolean;
}) {
  const t = await getTranslator("detail");
  return (
    <FactsCard title={t("merchantTitle")} note={isMasked ? t("maskedNote") : undefined}>
      <Fact term={t("businessName")}>{input.businessName}</Fact>
      <Fact term={t("representative")}>{input.representativeName}</Fact>
      <Fact term={t("representativeEmail")}>{input.representativeEmail}</Fact>
      <Fact term={t("phone")}>
        {input.phoneNumber ? <span className="tabular-nums">{phoneE164 || input.phoneNumber}</span> : null}
      </Fact>
      <Fact term={t("invitedUser")}>{input.invitedUserEmail}</Fact>
      <Fact term={t("referralCode")}>
        {input.referralCode ? <span className="mono-id">{input.referralCode}</span> : null}
      </Fact>
    </FactsCard>
  );
}

/** Who made it, when, and under which credential. */
export async function RecordFacts({
  registration,
  assign,
}: {
  registration: RegistrationView;
  /** The button that gives it to somebody else. */
  assign: ReactNode;
}) {
  const [t, style] = await Promise.all([getTranslator("detail"), getTimeStyle()]);
  const { ownerName, createdByName, createdAt, firstSentAt, invitedAt } = registration;
  return (
    <FactsCard title={t("recordTitle")}>
      <Fact term={t("owner")}>
        <span className="flex flex-wrap items-center justify-between gap-2">
          {ownerName}
          {assign}
        </span>
      </Fact>
      <Fact term={t("createdBy")}>{createdByName === ownerName ? null : createdByName}</Fact>
      <Fact term={t("created")}>
        <TimeText at={createdAt} style={style} />
      </Fact>
      <Fact term={t("firstSent")}>{firstSentAt ? <TimeText at={firstSentAt} style={style} /> : null}</Fact>
      <Fact term={t("invited")}>{invitedAt ? <TimeText at={invitedAt} style={style} /> : null}</Fact>
      <Fact term={t("credential")}>
        <span className="mono-id">{registration.credential.label}</span>
      </Fact>
      <Fact term={t("duplicateReason")}>{registration.duplicateReason}</Fact>
    </FactsCard>
  );
}

function FactsCard({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <Card title={title} description={note}>
      <dl className="flex flex-col gap-3">{children}</dl>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt className="text-ink-faint text-xs">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
