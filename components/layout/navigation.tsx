"use client";

import clsx from "clsx";
import CalendarClock from "lucide-react/icons/calendar-clock";
import ChartColumn from "lucide-react/icons/chart-column";
import Ellipsis from "lucide-react/icons/ellipsis";
import FileSpreadsheet from "lucide-react/icons/file-spreadsheet";
import KeyRound from "lucide-react/icons/key-round";
import ListChecks from "lucide-react/icons/list-checks";
import MessageSquareText from "lucide-react/icons/message-square-text";
import Milestone from "lucide-react/icons/milestone";
import ScrollText from "lucide-react/icons/scroll-text";
import Store from "lucide-react/icons/store";
import Sunrise from "lucide-react/icons/sunrise";
import Users from "lucide-react/icons/users";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useId, useRef } from "react";

export type NavigationKey =
  | "registrations"
  | "digest"
  | "followUps"
  | "insights"
  | "imports"
  | "bulk"
  | "people"
  | "credentials"
  | "progress"
  | "templates"
  | "auditLog";

/** One place to go, with its name in full and as short as a phone's bar needs it. */
export type NavigationLink = { key: NavigationKey; href: Route; label: string; shortLabel: string };

/** What is done every day, and who and what does it. The bar of a phone has no room for the difference. */
const TEAM_PLACES: ReadonlySet<NavigationKey> = new Set([
  "people",
  "credentials",
  "progress",
  "templates",
  "auditLog",
]);

const ICONS = {
  registrations: Store,
  digest: Sunrise,
  followUps: CalendarClock,
  insights: ChartColumn,
  imports: FileSpreadsheet,
  bulk: ListChecks,
  people: Users,
  credentials: KeyRound,
  progress: Milestone,
  templates: MessageSquareText,
  auditLog: ScrollText,
} as const satisfies Record<NavigationKey, typeof Store>;

/** How many places a phone's bar holds before their names touch; where there are more, the last is `More`. */
const BAR_PLACES = 5;

/** The places of the product: a column on wide screens, a bar at the bottom on narrow ones. */
export function Navigation({
  label,
  links,
  moreLabel,
  note,
  teamLabel,
  views,
}: {
  label: string;
  links: readonly NavigationLink[];
  /** The name of the bar's menu of places that have no room in it. */
  moreLabel: string;
  /** Stands under the column; there is no room for it in the bar. */
  note: string;
  /** Stands above the places that are about the team. */
  teamLabel: string;
  /** The views that the person keeps here. */
  views?: ReactNode;
}) {
  const current = currentHref(usePathname(), links);
  const firstOfTeam = links.find(({ key }) => TEAM_PLACES.has(key))?.key;
  const inBar = links.length > BAR_PLACES ? BAR_PLACES - 1 : links.length;
  return (
    <nav
      aria-label={label}
      className="max-lg:h-14 lg:flex lg:min-h-full lg:flex-col lg:justify-between lg:gap-6"
    >
      <div className="max-lg:h-full">
        <ul className="flex max-lg:h-full lg:flex-col lg:gap-0.5">
          {links.map((link, place) => (
            <li key={link.key} className={place < inBar ? "max-lg:flex-1" : "max-lg:hidden"}>
              {link.key === firstOfTeam ? (
                <h2 className="px-2.5 pt-4 pb-1 font-medium text-ink-faint text-xs max-lg:hidden">
                  {teamLabel}
                </h2>
              ) : null}
              <Place link={link} isCurrent={link.href === current} />
            </li>
          ))}
          {inBar < links.length ? (
            <li className="flex-1 lg:hidden">
              <MorePlaces label={moreLabel} links={links.slice(inBar)} current={current} />
            </li>
          ) : null}
        </ul>
        {views}
      </div>
      <p className="text-pretty px-2.5 pb-1 text-ink-faint text-xs max-lg:hidden">{note}</p>
    </nav>
  );
}

const BAR_ITEM_CLASS =
  "max-lg:-outline-offset-2 max-lg:h-full max-lg:w-full max-lg:flex-col max-lg:justify-center max-lg:gap-1 max-lg:text-2xs";

function Place({
  link: { key, href, label, shortLabel },
  isCurrent,
}: {
  link: NavigationLink;
  isCurrent: boolean;
}) {
  const Icon = ICONS[key];
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex items-center rounded-lg font-medium transition-colors",
        BAR_ITEM_CLASS,
        "lg:h-8 lg:gap-2.5 lg:px-2.5 lg:text-base",
        isCurrent ? "text-accent-ink lg:bg-accent-wash" : "text-ink-soft hover:text-ink lg:hover:bg-hover",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 max-lg:size-5" />
      <span className="max-lg:hidden">{label}</span>
      <span className="lg:hidden">{shortLabel}</span>
    </Link>
  );
}

/** The last of the bar: a panel over it with the other places, which the browser closes on Escape and a press outside. */
function MorePlaces({
  label,
  links,
  current,
}: {
  label: string;
  links: readonly NavigationLink[];
  current: string | undefined;
}) {
  const id = useId();
  const panel = useRef<HTMLUListElement>(null);
  const isHere = links.some(({ href }) => href === current);
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={clsx(
          "flex items-center rounded-lg font-medium",
          BAR_ITEM_CLASS,
          isHere ? "text-accent-ink" : "text-ink-soft hover:text-ink",
        )}
      >
        <Ellipsis aria-hidden="true" className="size-5 shrink-0" />
        {label}
      </button>
      <ul
        ref={panel}
        id={id}
        popover="auto"
        className="fixed inset-auto right-2 bottom-[calc(4rem+env(safe-area-inset-bottom))] w-60 rounded-xl border bg-surface p-1.5 text-ink shadow-floating lg:hidden"
      >
        {links.map(({ key, href, label: name }) => {
          const Icon = ICONS[key];
          return (
            <li key={key}>
              <Link
                href={href}
                aria-current={href === current ? "page" : undefined}
                // The frame stays when the page changes, and the panel with it.
                onClick={() => panel.current?.hidePopover()}
                className={clsx(
                  "flex h-11 items-center gap-3 rounded-lg px-3 font-medium",
                  href === current ? "bg-accent-wash text-accent-ink" : "text-ink-soft hover:bg-hover",
                )}
              >
                <Icon aria-hidden="true" className="size-4.5 shrink-0" />
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Pages that belong to a place whose address is not above theirs. */
const ALSO: Partial<Record<NavigationKey, string>> = { imports: "/registrations/import" };

/** The link whose address is the page's or the nearest one above it. */
function currentHref(pathname: string, links: readonly NavigationLink[]): string | undefined {
  return links
    .flatMap(({ key, href }) => [href, ALSO[key] ?? href].map((above) => ({ href, above })))
    .filter(({ above }) => pathname === above || pathname.startsWith(`${above}/`))
    .sort((a, b) => b.above.length - a.above.length)[0]?.href;
}
