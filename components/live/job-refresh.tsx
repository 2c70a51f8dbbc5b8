"use client";

import { useEffect, useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";

const EVERY_MS = 1_000;

/**
 * Reads the page again a second after it was last read, while a job runs and somebody looks. Never before the
 * reading before has come: what a person presses stands in the same queue, and would wait behind all of them.
 */
export function JobRefresh({ active }: { active: boolean }) {
  const refresh = useRefresh();
  const [isReading, startReading] = useTransition();

  useEffect(() => {
    if (!active || isReading) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      startReading(async () => {
        await refresh();
      });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [active, isReading, refresh]);

  return null;
}
