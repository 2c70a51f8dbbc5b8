import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { ButtonLink } from "@/components/ui/button-link";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { readOffToken } from "@/lib/digest/digest";
import { env } from "@/lib/env";
import { getTranslator } from "@/lib/server/language";
import { switchOff } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("digest");
  return { title: t("off.title"), referrer: "no-referrer" };
}

/** Where the link in a digest leads. It asks for a press, since programs open links of e-mails too. */
export default async function DigestOffPage({ searchParams }: PageProps<"/digest/off">) {
  const [{ token, done }, t] = await Promise.all([searchParams, getTranslator("digest")]);
  const { environment } = env().doku;
  if (typeof token === "string" && readOffToken(token, env().nextAuthSecret)) {
    return (
      <AuthLayout environment={environment} title={t("off.title")} description={t("off.text")}>
        <form action={switchOff}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton className="w-full">{t("switchOff")}</SubmitButton>
        </form>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      environment={environment}
      title={t(done ? "off.doneTitle" : "off.overTitle")}
      description={t(done ? "off.doneText" : "off.overText")}
    >
      <ButtonLink href="/digest" className="w-full">
        {t("off.toDigest")}
      </ButtonLink>
    </AuthLayout>
  );
}
