"use client";

import { useEffect, useState } from "react";
import { BackLink } from "@/components/ui/back-link";
import { listAddressOf, markReturning, readPlace } from "./place-memory";

/** The way back to the list as it was left: its filter, its tab, its page and the place on it. */
export function BackToList({ personId, label }: { personId: string; label: string }) {
  const [href, setHref] = useState(() => listAddressOf(null));
  useEffect(() => setHref(listAddressOf(readPlace(personId))), [personId]);
  return (
    <BackLink href={href} prefetch={false} scroll={false} onClick={() => markReturning(personId)}>
      {label}
    </BackLink>
  );
}
