"use client";

import { useEffect, useRef, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";

/** One of a line, or that it needs nobody any more. */
export type LoadedItem<Item> = { kind: "gone" } | { kind: "item"; item: Item } | ActionFailure;

/** Loads the one that is worked on, and the one after it before it is asked for. */
export function useLineItems<Item>(
  load: (input: { id: string }) => Promise<LoadedItem<Item>>,
  current: string | undefined,
  next: string | undefined,
  onGone: (id: string) => void,
) {
  const asked = useRef(new Map<string, Promise<LoadedItem<Item>>>());
  const [answer, setAnswer] = useState<{ id: string; loaded: LoadedItem<Item> } | null>(null);
  const [round, setRound] = useState(0);
  const told = useRef(onGone);
  useEffect(() => {
    told.current = onGone;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks again for the same.
  useEffect(() => {
    if (current === undefined) return;
    let isOver = false;
    const ask = (id: string) => {
      const known = asked.current.get(id) ?? load({ id }).catch(unreachable);
      asked.current.set(id, known);
      return known;
    };
    void ask(current).then((loaded) => {
      if (loaded.kind === "failure") asked.current.delete(current);
      if (isOver) return;
      setAnswer({ id: current, loaded });
      if (loaded.kind === "gone") told.current(current);
      else if (next !== undefined) void ask(next);
    });
    return () => {
      isOver = true;
    };
  }, [load, current, next, round]);

  const loaded = answer?.id === current ? answer?.loaded : undefined;
  return {
    item: loaded?.kind === "item" ? loaded.item : null,
    failure: loaded?.kind === "failure" ? loaded : null,
    /** Asks once more for the one that is worked on; what was known stays meanwhile. */
    reload: () => {
      if (current !== undefined) asked.current.delete(current);
      setRound((count) => count + 1);
    },
  };
}
