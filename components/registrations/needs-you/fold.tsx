"use client";

import clsx from "clsx";
import ChevronRight from "lucide-react/icons/chevron-right";
import { type ReactNode, useEffect, useState } from "react";
import { setPreferenceCookie } from "@/components/layout/preference-cookie";
import { NEEDS_YOU_COOKIE } from "./cookie";

/**
 * What needs a person, in a box that folds to its counts. It is open once for what was not seen yet; after that it is as
 * the person left it, which this browser remembers.
 */
export function NeedsYouFold({
  isOpen: isOpenAtFirst,
  seen,
  title,
  counts,
  children,
}: {
  isOpen: boolean;
  /** Names what there is to see; kept once it was. */
  seen: string;
  title: string;
  /** What stands in the line of the title. */
  counts: ReactNode;
  children: ReactNode;
}) {
  // The page is read again by itself, and must not fold what somebody is reading.
  const [isOpen, setOpen] = useState(isOpenAtFirst);

  useEffect(() => {
    if (isOpenAtFirst) setPreferenceCookie(NEEDS_YOU_COOKIE, seen);
  }, [isOpenAtFirst, seen]);

  return (
    <section aria-label={title} className="rounded-xl border bg-surface shadow-raised">
      <div className="flex min-h-9 items-center gap-x-4 pr-1.5 max-sm:flex-wrap max-sm:pb-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => {
            setPreferenceCookie(NEEDS_YOU_COOKIE, isOpen ? seen : "");
            setOpen(!isOpen);
          }}
          className="-outline-offset-2 flex h-9 shrink-0 items-center whitespace-nowrap gap-2 rounded-xl pr-1 pl-3"
        >
          <ChevronRight
            aria-hidden="true"
            className={clsx("size-4 text-ink-faint motion-safe:transition-transform", isOpen && "rotate-90")}
          />
          <h2 className="font-semibold">{title}</h2>
        </button>
        {counts}
      </div>
      {isOpen ? children : null}
    </section>
  );
}
