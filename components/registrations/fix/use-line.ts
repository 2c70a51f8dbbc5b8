"use client";

import { useCallback, useEffect, useRef, useState } from "react";
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
  const shown = useRef<{ id: string; item: Item } | null>(null);
  /** Whom somebody else settled under this person's hands. */
  const [parted, setParted] = useState<{ id: string; item: Item } | null>(null);
  const part = useCallback((id: string) => {
    if (shown.current?.id === id) setParted(shown.current);
    setGone((known) => [...known, id]);
  }, []);
  const loading = useLineItems(load, current, next, part);
  useEffect(() => {
    if (current !== undefined && loading.item) shown.current = { id: current, item: loading.item };
  });
  const advance = useCallback(
    (how: "sent" | "skipped", id: string) => {
      setParted(null);
      change((before) => advanced(before, how, id));
    },
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
    /** Who was shown last and then needed nobody any more; null once the person has gone on. */
    parted,
    /** Leaves out one that somebody else settled meanwhile. */
    part,
    goAgain: () => change((before) => ({ ...before, skipped: [] })),
    end: () => endRound(skipped),
  };
}
