"use client";

import { useCallback, useEffect, useState } from "react";
import { keepInTab, readFromTab } from "@/components/ui/tab-memory";

/** How far somebody has come in a line: what was sent, what was passed over, in their order. */
export type LinePlace = { sent: string[]; skipped: string[] };

const BEGINNING: LinePlace = { sent: [], skipped: [] };

/**
 * Remembers the place in this tab, so that whoever leaves the line and comes back goes on where they were. Null until it
 * is known.
 */
export function useLinePlace(personId: string, name: string) {
  const [place, setPlace] = useState<LinePlace | null>(null);
  const key = `fixing.${name}`;

  useEffect(() => setPlace(readPlace(readFromTab(personId, key))), [personId, key]);

  const change = useCallback(
    (next: (place: LinePlace) => LinePlace) =>
      setPlace((current) => {
        const changed = next(current ?? BEGINNING);
        keepInTab(personId, key, changed);
        return changed;
      }),
    [personId, key],
  );
  return [place, change] as const;
}

function readPlace(kept: unknown): LinePlace {
  if (typeof kept !== "object" || kept === null || !("sent" in kept) || !("skipped" in kept))
    return BEGINNING;
  return { sent: textsOf(kept.sent), skipped: textsOf(kept.skipped) };
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}
