import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { SignOutWatch } from "@/components/layout/sign-out-watch";
import { SignInForm } from "@/components/people/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { safeNextPath } from "@/lib/auth/next-path";
import { readRefusal } from "@/lib/auth/refusal";
import { getActor, getCsrfToken, getRefusedPath } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { isAnyoneHere } from "@/lib/users/queries";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("auth");
  return { title: t("signInTitle") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, error } = await searchParams;
  const callbackUrl = error ? await getRefusedPath() : safeNextPath(next);
  if (await getActor()) redirect(callbackUrl);
  const [style, csrfToken, t, anyoneHere] = await Promise.all([
    getTimeStyle(),
    getCsrfToken(),
    getTranslator("auth"),
    isAnyoneHere(),
  ]);
  const { locale } = style;
  return (
    <AuthLayout environment={env().doku.environment} title={t("signInTitle")}>
      <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["auth"])}>
        <SignOutWatch leaveFor={null} />
        {anyoneHere ? null : (
          <Notice tone="info" className="mb-4">
            {t("nobodyYet")}
          </Notice>
        )}
        <SignInForm
          callbackUrl={callbackUrl}
          csrfToken={csrfToken}
          refusal={readRefusal(error, new Date())}
          style={style}
        />
      </ClientMessagesProvider>
    </AuthLayout>
  );
}
