import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { SignOutWatch } from "@/components/layout/sign-out-watch";
import { SignInForm } from "@/components/people/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { safeNextPath } from "@/lib/auth/next-path";
import { getActor } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getLocale, getTranslator } from "@/lib/server/language";
import { isAnyoneHere } from "@/lib/users/queries";
import { signIn } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("auth");
  return { title: t("signInTitle") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  if (await getActor()) redirect(safeNextPath(next));
  const [locale, t, anyoneHere] = await Promise.all([getLocale(), getTranslator("auth"), isAnyoneHere()]);
  return (
    <AuthLayout environment={env().doku.environment} title={t("signInTitle")}>
      <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["auth"])}>
        <SignOutWatch leaveFor={null} />
        {anyoneHere ? null : (
          <Notice tone="info" className="mb-4">
            {t("nobodyYet")}
          </Notice>
        )}
        <SignInForm next={typeof next === "string" ? next : undefined} signIn={signIn} />
      </ClientMessagesProvider>
    </AuthLayout>
  );
}
