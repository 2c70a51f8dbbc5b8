"use client";

import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { WHOSE_COOKIE, type Whose, writeWhose } from "@/lib/registrations/list/whose";
import { setPreferenceCookie } from "./preference-cookie";

/** Whose registrations a page is about: each choice is an address of its own, and the one to begin with next time. */
export function WhoseSwitch({
  label,
  choices,
  current,
  personId,
}: {
  label: string;
  choices: readonly { whose: Whose; label: string; href: Route }[];
  /** Null where it is about somebody else's. */
  current: Whose | null;
  personId: string;
}) {
  return (
    <nav aria-label={label}>
      <ul className="flex rounded-lg border bg-surface p-0.5 shadow-raised">
        {choices.map(({ whose, label: name, href }) => (
          <li key={whose}>
            <Link
              href={href}
              prefetch={false}
              scroll={false}
              aria-current={whose === current ? "page" : undefined}
              onClick={() => setPreferenceCookie(WHOSE_COOKIE, writeWhose(whose, personId))}
              className={clsx(
                "touch-target flex h-6.5 items-center rounded-md px-2.5 text-sm max-sm:h-8 max-sm:px-2",
                whose === current
                  ? "bg-accent-wash font-medium text-accent-ink"
                  : "text-ink-soft hover:text-ink",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
