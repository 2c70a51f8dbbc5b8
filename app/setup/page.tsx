import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { SetupForm } from "@/components/people/setup-form";
import { ButtonLink } from "@/components/ui/button-link";
import { env } from "@/lib/env";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getLocale, getTranslator } from "@/lib/server/language";
import { isAnyoneHere } from "@/lib/users/queries";
import { findSetupOffer, type SetupOffer } from "@/lib/users/setup-tokens";
import { setUp } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("setup");
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  const { token } = await searchParams;
  const offer = await findSetupOffer(token);
  return offer && typeof token === "string" ? <OpenOffer offer={offer} token={token} /> : <LinkOver />;
}

async function OpenOffer({ offer, token }: { offer: SetupOffer; token: string }) {
  const locale = await getLocale();
  const { title, description } = await wordsOf(offer);
  return (
    <AuthLayout environment={env().doku.environment} title={title} description={description}>
      <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["auth", "people", "setup"])}>
        <SetupForm
          token={token}
          email={offer.purpose === "first_admin" ? null : offer.person.email}
          setUp={setUp}
        />
      </ClientMessagesProvider>
    </AuthLayout>
  );
}

async function wordsOf(offer: SetupOffer): Promise<{ title: string; description: string }> {
  const [t, tLayout] = await Promise.all([getTranslator("setup"), getTranslator("layout")]);
  switch (offer.purpose) {
    case "first_admin":
      return { title: t("firstAdminTitle"), description: t("firstAdminText") };
    case "invitation": {
      const { name, email, role } = offer.person;
      return {
        title: t("invitationTitle", { name }),
        description: t("invitationText", { email, role: tLayout(`roles.${role}`) }),
      };
    }
    case "password_reset":
      return { title: t("resetTitle"), description: t("resetText", { email: offer.person.email }) };
  }
}

async function LinkOver() {
  const [t, anyoneHere] = await Promise.all([getTranslator("setup"), isAnyoneHere()]);
  return (
    <AuthLayout
      environment={env().doku.environment}
      title={t("linkOverTitle")}
      description={t(anyoneHere ? "linkOverText" : "linkOverNobodyText")}
    >
      <ButtonLink href="/sign-in" className="w-full">
        {t("toSignIn")}
      </ButtonLink>
    </AuthLayout>
  );
}
