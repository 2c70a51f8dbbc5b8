import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { PendingBar } from "@/components/pending/pending-bar";
import { PinnedViews } from "@/components/views/pinned-views";
import type { Environment } from "@/lib/generated/prisma/enums";
import { getTranslator } from "@/lib/server/language";
import { BrandMark } from "./brand-mark";
import { EnvironmentMarker } from "./environment-marker";
import { Navigation, type NavigationKey } from "./navigation";
import { LanguagePreference } from "./preferences";
import { SkipLink } from "./skip-link";
import { type ShellUser, UserMenu } from "./user-menu";

/** A place the person may go to; what they may not see is not handed in. */
export type ShellItem = { key: NavigationKey; href: Route };

const ENVIRONMENT_LINES = {
  simulator: "bg-line-strong",
  sandbox: "bg-info-ink",
  production: "bg-ink",
} as const satisfies Record<Environment, string>;

/**
 * The frame of every signed-in screen: places to go, environment, language, person. The first item is
 * where the mark leads.
 */
export async function AppShell({
  environment,
  items,
  user,
  profileHref,
  csrfToken,
  commands,
  children,
}: {
  environment: Environment;
  items: readonly ShellItem[];
  user: ShellUser;
  profileHref: Route;
  /** next-auth's own, for signing out. */
  csrfToken: string;
  /** The way to everything by keyboard. */
  commands?: ReactNode;
  children: ReactNode;
}) {
  const t = await getTranslator("layout");
  const links = items.map(({ key, href }) => ({
    key,
    href,
    label: t(`nav.${key}`),
    shortLabel: t(`navShort.${key}`),
  }));
  return (
    <div className="grid min-h-dvh print:block grid-cols-[auto_1fr] grid-rows-[3.25rem_1fr] lg:grid-cols-[14.5rem_1fr]">
      <SkipLink label={t("skipToContent")} />
      <div
        aria-hidden="true"
        className={clsx("fixed inset-x-0 top-0 z-40 h-0.5", ENVIRONMENT_LINES[environment])}
      />
      <PendingBar />
      <header className="contents print:hidden">
        <div className="sticky top-0 z-30 flex items-center border-b bg-canvas pl-4 lg:border-r lg:border-b-0 lg:bg-sunken lg:px-4.5">
          <Link
            href={items[0]?.href ?? profileHref}
            className="flex items-center gap-2.5 rounded-lg font-semibold text-lg tracking-[-0.015em]"
          >
            <BrandMark className="size-7" />
            <span className="max-sm:sr-only">Mitra</span>
          </Link>
        </div>
        <div className="sticky top-0 z-30 flex min-w-0 items-center gap-1.5 border-b bg-canvas px-3 lg:pr-6 lg:pl-8">
          <EnvironmentMarker environment={environment} />
          <span className="ml-auto">{commands}</span>
          {/* On a phone its icon alone: a name cut off says less. */}
          <LanguagePreference className="max-sm:w-11 max-sm:[&>select]:w-full max-sm:[&>select]:text-transparent max-sm:[&>span]:left-3.5 max-sm:[&>svg]:hidden" />
          <UserMenu user={user} profileHref={profileHref} csrfToken={csrfToken} />
        </div>
      </header>
      <div className="print:hidden max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:border-t max-lg:bg-canvas max-lg:pb-[env(safe-area-inset-bottom)] lg:sticky lg:top-13 lg:h-[calc(100dvh-3.25rem)] lg:overflow-y-auto lg:border-r lg:bg-sunken lg:px-2.5 lg:py-3">
        <Navigation
          label={t("mainNavigation")}
          links={links}
          moreLabel={t("more")}
          note={t(`environmentHint.${environment}`)}
          teamLabel={t("groupTeam")}
          views={<PinnedViews title={t("pinnedViews")} sharedLabel={t("sharedView")} />}
        />
      </div>
      <main
        id="content"
        tabIndex={-1}
        className="col-span-2 min-w-0 px-4 pt-5 pb-24 sm:px-6 lg:col-span-1 lg:px-8 lg:pt-7 lg:pb-16"
      >
        <div className="mx-auto w-full max-w-6xl">{children}</div>
      </main>
    </div>
  );
}
