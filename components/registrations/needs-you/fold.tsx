"use client";

import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";
import { setPreferenceCookie } from "@/components/layout/preference-cookie";
import { NEEDS_YOU_COOKIE } from "./cookie";

/** What needs a person, in a box that can be closed; this browser remembers whether it is. */
export function NeedsYouFold({
  isOpen,
  title,
  summary,
  children,
}: {
  isOpen: boolean;
  title: string;
  summary: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="rounded-xl border bg-surface shadow-raised">
      <details
        open={isOpen}
        className="group/needs"
        onToggle={(event) => setPreferenceCookie(NEEDS_YOU_COOKIE, event.currentTarget.open ? "" : "closed")}
      >
        <summary className="flex h-11 list-none items-center gap-2 rounded-xl px-4">
          <ChevronRight aria-hidden="true" className="size-4 text-ink-faint group-open/needs:rotate-90" />
          <h2 className="font-semibold">{title}</h2>
          <span className="text-ink-faint text-sm">{summary}</span>
        </summary>
        {children}
      </details>
    </section>
  );
}
