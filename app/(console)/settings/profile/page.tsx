import type { Metadata } from "next";
import { cookies } from "next/headers";
import { SHORTCUTS_COOKIE } from "@/components/keyboard/key-press";
import { ShortcutsControl } from "@/components/keyboard/shortcuts-control";
import { PasswordForm } from "@/components/people/password-form";
import { ProfileForm } from "@/components/people/profile-form";
import { SessionList } from "@/components/people/session-list";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/lib/auth/session";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getLocale, getTranslator } from "@/lib/server/language";
import { listOwnSessions } from "@/lib/users/sessions";
import { changePassword, endSession, saveProfile, signOutEverywhere } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("profile");
  return { title: t("title") };
}

export default async function ProfilePage() {
  const actor = await requirePermission("profile.write");
  const [locale, t, tLayout, cookieJar] = await Promise.all([
    getLocale(),
    getTranslator("profile"),
    getTranslator("layout"),
    cookies(),
  ]);
  const { name, email, timeZone } = actor;
  return (
    <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["auth", "people", "profile"])}>
      <div className="flex flex-col gap-5">
        <PageHeader
          title={t("title")}
          description={t("signedInAs", { email, role: tLayout(`roles.${actor.role}`) })}
        />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-5">
            <Card title={t("you")}>
              <ProfileForm profile={{ name, locale: actor.locale ?? "", timeZone }} save={saveProfile} />
            </Card>
            <Card title={t("passwordTitle")} description={t("passwordText")}>
              <PasswordForm email={email} change={changePassword} />
            </Card>
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <Card title={t("sessionsTitle")}>
              <SessionList
                sessions={await listOwnSessions(actor)}
                now={new Date()}
                endSession={endSession}
                signOutEverywhere={signOutEverywhere}
              />
            </Card>
            <Card title={t("keyboardTitle")}>
              <ShortcutsControl
                isOn={cookieJar.get(SHORTCUTS_COOKIE)?.value !== "off"}
                label={t("singleKeys")}
                hint={t("singleKeysHint")}
              />
            </Card>
          </div>
        </div>
      </div>
    </ClientMessagesProvider>
  );
}
