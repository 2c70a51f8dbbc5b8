import type { ReactNode } from "react";
import { signOut } from "@/app/sign-in/actions";
import { CredentialBanner } from "@/components/credentials/credential-banner";
import { AppShell, type ShellItem } from "@/components/layout/app-shell";
import type { UserActor } from "@/lib/auth/actor";
import { can, type Permission } from "@/lib/auth/permissions";
import { requireActor } from "@/lib/auth/session";
import { listPausedCredentials } from "@/lib/credentials/queries";
import { env } from "@/lib/env";

const PLACES = [
  { key: "registrations", href: "/registrations", permission: "registrations.read" },
  { key: "newRegistration", href: "/registrations/new", permission: "registrations.write" },
  { key: "bulk", href: "/jobs", permission: "registrations.read" },
  { key: "people", href: "/settings/people", permission: "people.read" },
  { key: "credentials", href: "/settings/credentials", permission: "credentials.read" },
  { key: "auditLog", href: "/audit-log", permission: "audit.read" },
] as const satisfies readonly (ShellItem & { permission: Permission })[];

/** The frame of every signed-in screen. Each page still checks for itself: a layout is not the lock. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  return (
    <AppShell
      environment={env().doku.environment}
      items={placesFor(actor)}
      user={{ name: actor.name, email: actor.email, role: actor.role }}
      profileHref="/settings/profile"
      signOut={signOut}
    >
      <CredentialBanner
        paused={await listPausedCredentials(actor)}
        settingsHref={can(actor, "credentials.read") ? "/settings/credentials" : null}
      />
      {children}
    </AppShell>
  );
}

function placesFor(actor: UserActor): ShellItem[] {
  return PLACES.filter(({ permission }) => can(actor, permission)).map(({ key, href }) => ({ key, href }));
}
