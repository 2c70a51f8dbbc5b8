import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { CredentialBanner } from "@/components/credentials/credential-banner";
import { SHORTCUTS_COOKIE } from "@/components/keyboard/key-press";
import { Shortcuts } from "@/components/keyboard/shortcuts";
import { AppShell, type ShellItem } from "@/components/layout/app-shell";
import { SignOutWatch } from "@/components/layout/sign-out-watch";
import { StillBanner } from "@/components/layout/still-banner";
import { StatusIcons } from "@/components/registrations/status-icons";
import { RestoreBanner } from "@/components/restores/restore-banner";
import { getCsrfToken, requireActor } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { can, type Permission } from "@/lib/authority/permissions";
import { listMenders, listTroubledCredentials } from "@/lib/credentials/queries";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { readMovement } from "@/lib/holders/movement";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { findOpenRestore } from "@/lib/restores/queries";
import { getLocale, getTranslator } from "@/lib/server/language";
import { loadViews } from "./registrations/(list)/actions";

const PLACES = [
  { key: "registrations", href: "/registrations", permission: "registrations.read" },
  { key: "followUps", href: "/follow-ups", permission: "registrations.read" },
  { key: "imports", href: "/imports", permission: "registrations.read" },
  { key: "bulk", href: "/jobs", permission: "registrations.read" },
  { key: "digest", href: "/digest", permission: "registrations.read" },
  { key: "insights", href: "/insights", permission: "registrations.read" },
  { key: "people", href: "/settings/people", permission: "people.read" },
  { key: "credentials", href: "/settings/credentials", permission: "credentials.read" },
  { key: "progress", href: "/settings/progress", permission: "progress.manage" },
  { key: "templates", href: "/settings/templates", permission: "progress.manage" },
  { key: "auditLog", href: "/audit-log", permission: "audit.read" },
] as const satisfies readonly (ShellItem & { permission: Permission })[];

/** The frame of every signed-in screen. Each page still checks for itself: a layout is not the lock. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const [restore, troubled, movement, csrfToken] = await Promise.all([
    findOpenRestore(actor),
    listTroubledCredentials(actor),
    readMovement(database().pool),
    getCsrfToken(),
  ]);
  const mayMend = can(actor, "credentials.manage");
  const isForAdmins = troubled.some(({ pausedAt, isUnserved }) => pausedAt !== null || isUnserved);
  return (
    <AppShell
      environment={env().doku.environment}
      items={placesFor(actor)}
      user={{ name: actor.name, email: actor.email, role: actor.role }}
      profileHref="/settings/profile"
      csrfToken={csrfToken}
      commands={await commandsFor(actor)}
    >
      <StatusIcons />
      <SignOutWatch leaveFor="/sign-in" />
      <RestoreBanner restore={restore} />
      {movement.isStill && <StillBanner oldestDueSeconds={movement.oldestDueSeconds} />}
      <CredentialBanner
        troubled={troubled}
        settingsHref={mayMend ? "/settings/credentials" : null}
        admins={isForAdmins && !mayMend ? await listMenders(actor) : []}
      />
      {children}
    </AppShell>
  );
}

function placesFor(actor: UserActor): ShellItem[] {
  return PLACES.filter(({ permission }) => can(actor, permission)).map(({ key, href }) => ({ key, href }));
}

const COMMAND_ACTIONS = { loadViews };

async function commandsFor(actor: UserActor): Promise<ReactNode> {
  const [locale, t, cookieJar] = await Promise.all([getLocale(), getTranslator("layout"), cookies()]);
  const mayCreate = can(actor, "registrations.write");
  const create = {
    key: "newRegistration",
    href: "/registrations/new",
    label: t("nav.newRegistration"),
  } as const;
  const places = [
    ...placesFor(actor).map(({ key, href }) => ({ key, href, label: t(`nav.${key}`) })),
    ...(mayCreate ? [create] : []),
  ];
  return (
    <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["commands", "search"])}>
      <Shortcuts
        personId={actor.id}
        places={[...places, { key: "profile", href: "/settings/profile", label: t("profile") }]}
        mayCreate={mayCreate}
        hasSingleKeys={cookieJar.get(SHORTCUTS_COOKIE)?.value !== "off"}
        actions={COMMAND_ACTIONS}
      />
    </ClientMessagesProvider>
  );
}
