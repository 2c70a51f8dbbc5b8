"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const FIRST_DELAY_MS = 1_500;
const LONGEST_DELAY_MS = 15_000;
const SLOWER_EACH_TIME = 1.4;

/** Reads the page again while something is about to change, slower each time, and not while nobody looks. */
export function AutoRefresh({ active }: { active: boolean }) {
  const router = useRouter();

  useEffect(() => {
    if (!active) return;
    let delayMs = FIRST_DELAY_MS;
    let timer = setTimeout(refresh, delayMs);
    function refresh() {
      if (document.visibilityState === "visible") router.refresh();
      delayMs = Math.min(delayMs * SLOWER_EACH_TIME, LONGEST_DELAY_MS);
      timer = setTimeout(refresh, delayMs);
    }
    return () => clearTimeout(timer);
  }, [active, router]);

  return null;
}
