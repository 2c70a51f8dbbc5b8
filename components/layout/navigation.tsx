"use client";

import clsx from "clsx";
import ChartColumn from "lucide-react/icons/chart-column";
import FileSpreadsheet from "lucide-react/icons/file-spreadsheet";
import KeyRound from "lucide-react/icons/key-round";
import ListChecks from "lucide-react/icons/list-checks";
import Plus from "lucide-react/icons/plus";
import ScrollText from "lucide-react/icons/scroll-text";
import Store from "lucide-react/icons/store";
import Users from "lucide-react/icons/users";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";

export type NavigationKey =
  | "registrations"
  | "insights"
  | "newRegistration"
  | "imports"
  | "bulk"
  | "people"
  | "credentials"
  | "auditLog";

/** One place to go, with its name in full and as short as a phone's bar needs it. */
export type NavigationLink = { key: NavigationKey; href: Route; label: string; shortLabel: string };

const ICONS = {
  registrations: Store,
  insights: ChartColumn,
  newRegistration: Plus,
  imports: FileSpreadsheet,
  bulk: ListChecks,
  people: Users,
  credentials: KeyRound,
  auditLog: ScrollText,
} as const satisfies Record<NavigationKey, typeof Store>;

/** The places of the product: a column on wide screens, a bar at the bottom on narrow ones. */
export function Navigation({
  label,
  links,
  note,
}: {
  label: string;
  links: readonly NavigationLink[];
  /** Stands under the column; there is no room for it in the bar. */
  note: string;
}) {
  const current = currentHref(usePathname(), links);
  return (
    <nav
      aria-label={label}
      className="max-lg:h-14 lg:flex lg:min-h-full lg:flex-col lg:justify-between lg:gap-6"
    >
      <ul className="flex max-lg:h-full lg:flex-col lg:gap-0.5">
        {links.map(({ key, href, label: name, shortLabel }) => {
          const Icon = ICONS[key];
          const isCurrent = href === current;
          return (
            <li key={key} className="max-lg:flex-auto">
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={clsx(
                  "flex items-center rounded-lg font-medium transition-colors",
                  "max-lg:-outline-offset-2 max-lg:h-full max-lg:flex-col max-lg:justify-center max-lg:gap-1 max-lg:text-2xs",
                  "lg:h-8 lg:gap-2.5 lg:px-2.5 lg:text-base",
                  isCurrent
                    ? "text-accent-ink lg:bg-accent-wash"
                    : "text-ink-soft hover:text-ink lg:hover:bg-hover",
                )}
              >
                <Icon aria-hidden="true" className="size-4 shrink-0 max-lg:size-5" />
                <span className="max-lg:hidden">{name}</span>
                <span className="lg:hidden">{shortLabel}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <p className="text-pretty px-2.5 pb-1 text-ink-faint text-xs max-lg:hidden">{note}</p>
    </nav>
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
