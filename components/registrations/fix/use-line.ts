"use client";

import { useCallback, useState } from "react";
import { advanced, useLinePlace } from "./line-memory";
import { type LoadedItem, useLineItems } from "./use-line-items";

const NOBODY: readonly string[] = [];

/** One registration after the other. The place is remembered for whoever leaves the line and comes back. */
export function useLine<Item>({
  personId,
  name,
  ids,
  beginsAnew = false,
  load,
}: {
  personId: string;
  /** Each line has its own place. */
  name: string;
  /** In their order. */
  ids: readonly string[];
  /** Whether who stands in the line and was done in an earlier round has to be done once more. */
  beginsAnew?: boolean;
  load: (input: { id: string }) => Promise<LoadedItem<Item>>;
}) {
  /** Those that somebody else settled meanwhile, or that wait for nobody any more. */
  const [gone, setGone] = useState<readonly string[]>([]);
  // As it was when it was opened: it does not grow shorter under one's hands.
  const [line] = useState(ids);
  const { place, change, endRound } = useLinePlace(personId, name, beginsAnew ? line : NOBODY);
  const { sent, skipped } = place ?? { sent: [], skipped: [] };
  const left = place ? line.filter((id) => ![...sent, ...skipped, ...gone].includes(id)) : [];
  const [current, next] = left;
  const loading = useLineItems(load, current, next, (id) => setGone((known) => [...known, id]));
  const advance = useCallback(
    (how: "sent" | "skipped", id: string) => change((before) => advanced(before, how, id)),
    [change],
  );
  // With what was done from it before somebody left and came back.
  const total = new Set([...line, ...sent]).size;
  return {
    ...loading,
    isOpen: place !== null,
    left,
    /** Undefined at the end. */
    current,
    sent,
    total,
    passed: total - left.length,
    skippedCount: skipped.length,
    /** How many of those that were passed over are there to be gone through once more. */
    againCount: line.filter((id) => skipped.includes(id) && !gone.includes(id)).length,
    advance,
    goAgain: () => change((before) => ({ ...before, skipped: [] })),
    end: () => endRound(skipped),
  };
}
