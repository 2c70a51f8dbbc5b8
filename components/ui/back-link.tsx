import ChevronLeft from "lucide-react/icons/chevron-left";
import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps } from "react";

/** The way back to what a page was opened from, above its title. */
export function BackLink<T extends string>({
  children,
  ...link
}: Omit<ComponentProps<typeof Link>, "href" | "className"> & { href: Route<T> }) {
  return (
    <Link
      {...link}
      className="touch-target -ml-1 inline-flex w-fit items-center gap-0.5 text-ink-soft text-sm hover:text-ink"
    >
      <ChevronLeft aria-hidden="true" className="size-4" />
      {children}
    </Link>
  );
}
