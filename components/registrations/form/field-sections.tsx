"use client";

import type { ComponentProps, ReactElement, ReactNode } from "react";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import { ChatOffer } from "./chat-offer";

/** The fields in the order in which they are asked, under the headings of what they are about. */
export function RegistrationFields({
  elements,
  ...chat
}: { elements: Readonly<Record<RegistrationField, ReactElement>> } & Pick<
  ComponentProps<typeof ChatOffer>,
  "form" | "onSpread"
>) {
  const say = useMessages("form");
  return (
    <div className="divide-y rounded-xl border bg-surface shadow-raised">
      <Section title={say("sections.merchant")}>
        <ChatOffer {...chat}>{elements.businessName}</ChatOffer>
      </Section>
      <Section title={say("sections.representative")}>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {elements.representativeName}
          {elements.representativeEmail}
        </div>
        {elements.phoneNumber}
      </Section>
      <Section title={say("sections.invitation")}>
        {elements.invitedUserEmail}
        {elements.referralCode}
      </Section>
      <Section title={say("sections.tracking")}>{elements.partnerReference}</Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-6 gap-y-4 px-4 py-4 sm:grid-cols-[8.5rem_minmax(0,1fr)] sm:px-5 sm:py-5">
      <h2 className="font-semibold text-base">{title}</h2>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}
