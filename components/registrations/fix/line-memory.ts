"use client";

import { useCallback, useEffect, useState } from "react";
import { keepInTab, readFromTab } from "@/components/ui/tab-memory";

/** How far somebody has come in a line: what was sent, what was passed over, in their order. */
export type LinePlace = { sent: string[]; skipped: string[] };

const BEGINNING: LinePlace = { sent: [], skipped: [] };

/** The place once one more was sent or passed over: what is sent is not passed over, whichever came first. Pure. */
export function advanced({ sent, skipped }: LinePlace, how: "sent" | "skipped", id: string): LinePlace {
  const [others, passed] = [sent.filter((one) => one !== id), skipped.filter((one) => one !== id)];
  if (how === "sent") return { sent: [...others, id], skipped: passed };
  return sent.includes(id) ? { sent, skipped } : { sent, skipped: [...passed, id] };
}

/**
 * Remembers the place in this tab, so that whoever leaves the line and comes back goes on where they were. Null until it
 * is known.
 */
export function useLinePlace(personId: string, name: string, ids: readonly string[]) {
  const [place, setPlace] = useState<LinePlace | null>(null);
  const key = `fixing.${name}`;

  useEffect(
    () => setPlace(readPlace(readFromTab(personId, key), { nowMs: Date.now(), ids })),
    [personId, key, ids],
  );

  const change = useCallback(
    (next: (place: LinePlace) => LinePlace) =>
      setPlace((current) => {
        const changed = next(current ?? BEGINNING);
        keepInTab(personId, key, { ...changed, at: Date.now() });
        return changed;
      }),
    [personId, key],
  );
  /** What was sent is done with: the next time a line begins without it. What is shown now stays. */
  const endRound = useCallback(
    (skipped: readonly string[]) => keepInTab(personId, key, { sent: [], skipped, at: Date.now() }),
    [personId, key],
  );
  return { place, change, endRound };
}

/** A place of yesterday's round is none in today's. */
const KEPT_MS = 8 * 3_600_000;

/** The place that was kept, or the beginning. What stands in the line (`ids`) and was sent was refused once more. Pure. */
export function readPlace(
  kept: unknown,
  { nowMs, ids }: { nowMs: number; ids: readonly string[] },
): LinePlace {
  if (typeof kept !== "object" || kept === null) return BEGINNING;
  const { sent, skipped, at } = kept as Partial<Record<"sent" | "skipped" | "at", unknown>>;
  if (typeof at !== "number" || nowMs - at > KEPT_MS) return BEGINNING;
  return { sent: textsOf(sent).filter((id) => !ids.includes(id)), skipped: textsOf(skipped) };
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}
