"use client";

import { useEffect, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import type { LoadPeek } from "./peek-view";

/**
 * What is known of a row; null while it is asked for, for no longer than another one is shown. It is asked for again
 * where `count` is another one, and what was known stays meanwhile.
 */
export function usePeek(row: string, load: LoadPeek, count = 0) {
  type Answer = Awaited<ReturnType<LoadPeek>> | ActionFailure;
  const [answered, setAnswered] = useState<{ row: string; answer: Answer } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count asks again.
  useEffect(() => {
    let isWanted = true;
    void load({ id: row })
      .catch(unreachable)
      .then((answer) => {
        if (isWanted) setAnswered({ row, answer });
      });
    return () => {
      isWanted = false;
    };
  }, [row, load, count]);
  return answered?.row === row ? answered.answer : null;
}
