"use client";

import clsx from "clsx";
import Bookmark from "lucide-react/icons/bookmark";
import Users from "lucide-react/icons/users";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { useClientLocale } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import { PINS_CHANGED } from "./pins-changed";

type PinnedView = { id: string; name: string; isShared: boolean; count: number | null };

/** Counts of the side bar may be so old. */
const FRESH_MS = 60_000;

/** The views that the person keeps in the side bar, each with how much it shows. They come beside the page. */
export function PinnedViews({ title, sharedLabel }: { title: string; sharedLabel: string }) {
  const locale = useClientLocale();
  const views = usePinnedViews();
  const isList = usePathname() === "/registrations";
  const open = useSearchParams().get("view");
  if (views.length === 0) return null;
  return (
    <section aria-label={title} className="max-lg:hidden">
      <h2 className="px-2.5 pt-4 pb-1 font-medium text-ink-faint text-xs">{title}</h2>
      <ul className="flex flex-col gap-0.5">
        {views.map(({ id, name, isShared, count }) => {
          const isCurrent = isList && open === id;
          const Icon = isShared ? Users : Bookmark;
          return (
            <li key={id}>
              <Link
                href={`/registrations?view=${id}`}
                prefetch={false}
                aria-current={isCurrent ? "page" : undefined}
                className={clsx(
                  "flex h-8 items-center gap-2.5 rounded-lg px-2.5 text-sm",
                  isCurrent
                    ? "bg-accent-wash text-accent-ink"
                    : "text-ink-soft hover:bg-hover hover:text-ink",
                )}
              >
                <Icon
                  {...(isShared ? { role: "img", "aria-label": sharedLabel } : { "aria-hidden": true })}
                  className="size-3.5 shrink-0"
                />
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {count === null ? null : (
                  <span className="text-ink-faint text-xs tabular-nums">{formatNumber(count, locale)}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function usePinnedViews(): readonly PinnedView[] {
  const [views, setViews] = useState<readonly PinnedView[]>([]);
  useEffect(() => {
    let readAt = 0;
    async function read() {
      readAt = Date.now();
      const answer = await fetch("/registrations/views").catch(() => null);
      if (answer?.ok) setViews(((await answer.json()) as { views: PinnedView[] }).views);
    }
    const readAgain = () => void read();
    const readIfOld = () => {
      if (document.visibilityState === "visible" && Date.now() - readAt > FRESH_MS) void read();
    };
    readAgain();
    window.addEventListener(PINS_CHANGED, readAgain);
    document.addEventListener("visibilitychange", readIfOld);
    const timer = setInterval(readIfOld, FRESH_MS);
    return () => {
      clearInterval(timer);
      window.removeEventListener(PINS_CHANGED, readAgain);
      document.removeEventListener("visibilitychange", readIfOld);
    };
  }, []);
  return views;
}
