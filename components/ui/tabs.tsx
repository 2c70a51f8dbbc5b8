import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { ScrollToCurrent } from "./sight/scroll-to-current";

export type TabLink = {
  key: string;
  label: string;
  href: Route;
  /** Written as given, such as `1,000+`. */
  count?: string;
  /** What the count tells of: amber for doubt, red for what a person must mend. */
  tone?: "warning" | "danger";
  current: boolean;
};

const COUNT_TONES = {
  neutral: "bg-neutral-wash text-ink-soft",
  warning: "bg-warning-wash text-warning-ink",
  danger: "bg-danger-wash text-danger-ink",
} as const;

/** Tabs that are links: each is an address of its own. They scroll sideways where they do not fit. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav
      aria-label={label}
      className="-mx-4 overflow-x-auto border-b px-4 [scrollbar-width:none] sm:mx-0 sm:px-0"
    >
      <ScrollToCurrent />
      <ul className="-mb-px flex w-max gap-5">
        {tabs.map((tab) => (
          <li key={tab.key} className="shrink-0">
            <Link
              href={tab.href}
              prefetch={false}
              scroll={false}
              aria-current={tab.current ? "page" : undefined}
              className={clsx(
                "-outline-offset-2 flex h-10 items-center gap-1.5 border-b-2 text-sm",
                tab.current
                  ? "border-accent-ink font-medium text-ink"
                  : "border-transparent text-ink-soft hover:border-line-strong hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span
                  className={clsx("rounded px-1.5 text-xs tabular-nums", COUNT_TONES[tab.tone ?? "neutral"])}
                >
                  {tab.count}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
