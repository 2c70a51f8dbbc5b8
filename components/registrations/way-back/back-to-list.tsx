"use client";

import ChevronLeft from "lucide-react/icons/chevron-left";
import Link from "next/link";
import { useEffect, useState } from "react";
import { listAddressOf, markReturning, readPlace } from "./place-memory";

/** The way back to the list as it was left: its filter, its tab, its page and the place on it. */
export function BackToList({ personId, label }: { personId: string; label: string }) {
  const [href, setHref] = useState(() => listAddressOf(null));
  useEffect(() => setHref(listAddressOf(readPlace(personId))), [personId]);
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      onClick={() => markReturning(personId)}
      className="touch-target -ml-1 inline-flex w-fit items-center gap-0.5 text-ink-soft text-sm hover:text-ink"
    >
      <ChevronLeft aria-hidden="true" className="size-4" />
      {label}
    </Link>
  );
}
