import clsx from "clsx";
import Mail from "lucide-react/icons/mail";
import MessageCircle from "lucide-react/icons/message-circle";
import Phone from "lucide-react/icons/phone";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/text/copy-button";
import { reachable } from "@/lib/registrations/input/reachable";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { getTranslator } from "@/lib/server/language";

/** Whom to call about this merchant, and each way to reach them with one press. */
export async function Contacts({
  registration: { input, phoneE164 },
  isMasked,
}: {
  registration: RegistrationView;
  /** Whether addresses and numbers are masked for the reader: then there is nothing to press. */
  isMasked: boolean;
}) {
  const t = await getTranslator("detail");
  const { representativeName, representativeEmail, invitedUserEmail, phoneNumber } = input;
  const isShared = representativeEmail !== "" && representativeEmail === invitedUserEmail;
  const phone = isMasked ? null : reachable(phoneE164);
  const mail = (email: string, ways: ReactNode) =>
    isMasked || email === "" ? null : (
      <>
        {ways}
        <Copy text={email} />
      </>
    );
  return (
    <Card
      // While they are changed above, they are not said a second time.
      className="[main:has([data-fixing])_&]:hidden"
      title={t("contact.title")}
      description={isMasked ? t("maskedNote") : undefined}
    >
      <dl className="flex flex-col divide-y">
        <Contact term={t("representative")} value={representativeName} />
        <Contact
          term={t("phone")}
          value={phone?.shown ?? (phoneE164 || phoneNumber)}
          ways={
            phone ? (
              <>
                <InBarOnPhones>
                  <PhoneWays phoneE164={phoneE164} />
                </InBarOnPhones>
                <Copy text={phoneE164} />
              </>
            ) : null
          }
        />
        <Contact
          term={t(isShared ? "contact.bothEmails" : "representativeEmail")}
          value={representativeEmail}
          ways={mail(
            representativeEmail,
            <InBarOnPhones>
              <MailWay email={representativeEmail} />
            </InBarOnPhones>,
          )}
        />
        {isShared ? null : (
          <Contact
            term={t("invitedUser")}
            value={invitedUserEmail}
            ways={mail(invitedUserEmail, <MailWay email={invitedUserEmail} />)}
          />
        )}
      </dl>
    </Card>
  );
}

/** On a phone the ways to reach the representative come first on the page, under a thumb. */
export async function ContactBar({
  registration: { input, phoneE164 },
  isMasked,
}: {
  registration: RegistrationView;
  isMasked: boolean;
}) {
  const { representativeEmail } = input;
  const hasPhone = reachable(phoneE164) !== null;
  if (isMasked || (!hasPhone && representativeEmail === "")) return null;
  return (
    <div className="flex gap-2 sm:hidden [&>a]:flex-1">
      {hasPhone ? <PhoneWays phoneE164={phoneE164} /> : null}
      {representativeEmail === "" ? null : <MailWay email={representativeEmail} />}
    </div>
  );
}

function InBarOnPhones({ children }: { children: ReactNode }) {
  return <span className="contents max-sm:hidden">{children}</span>;
}

async function PhoneWays({ phoneE164 }: { phoneE164: string }) {
  const t = await getTranslator("detail");
  return (
    <>
      <Way href={`tel:${phoneE164}`} icon={<Phone aria-hidden="true" />}>
        {t("contact.call")}
      </Way>
      {reachable(phoneE164)?.hasWhatsApp ? (
        <Way
          href={`https://wa.me/${phoneE164.slice(1)}`}
          icon={<MessageCircle aria-hidden="true" />}
          isOutside
        >
          {t("contact.whatsApp")}
        </Way>
      ) : null}
    </>
  );
}

async function MailWay({ email }: { email: string }) {
  const t = await getTranslator("detail");
  return (
    <Way href={`mailto:${email}`} icon={<Mail aria-hidden="true" />}>
      {t("contact.email")}
    </Way>
  );
}

function Contact({ term, value, ways }: { term: string; value: string; ways?: ReactNode }) {
  if (value === "") return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-2 first:pt-0 last:pb-0">
      <dt className="text-ink-faint text-xs">{term}</dt>
      <dd className="col-start-1 tabular-nums [overflow-wrap:anywhere]">{value}</dd>
      {ways ? (
        <dd className="col-start-2 row-span-2 row-start-1 flex items-center gap-1.5 self-center">{ways}</dd>
      ) : null}
    </div>
  );
}

function Way({
  href,
  icon,
  isOutside = false,
  children,
}: {
  href: string;
  icon: ReactNode;
  isOutside?: boolean;
  children: string;
}) {
  return (
    <a
      href={href}
      className={clsx(buttonClass({ size: "small" }), "max-sm:h-11")}
      {...(isOutside && { target: "_blank", rel: "noreferrer" })}
    >
      {icon}
      {children}
    </a>
  );
}

async function Copy({ text }: { text: string }) {
  const common = await getTranslator("common");
  return (
    <CopyButton
      text={text}
      label={common("copy", { what: text })}
      copiedLabel={common("copied")}
      refusedLabel={common("copyRefused")}
    />
  );
}
