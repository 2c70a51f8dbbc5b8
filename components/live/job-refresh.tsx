"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

const EVERY_MS = 1_000;

/**
 * Reads the page again a second after it was last read, while a job runs and somebody looks. Never before the
 * reading before has come: what a person presses stands in the same queue, and would wait behind all of them.
 */
export function JobRefresh({ active }: { active: boolean }) {
  const router = useRouter();
  const [isReading, startReading] = useTransition();

  useEffect(() => {
    if (!active || isReading) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startReading(() => router.refresh());
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [active, isReading, router]);

  return null;
}
