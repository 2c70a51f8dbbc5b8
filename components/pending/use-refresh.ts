"use client";

import { useRouter } from "next/navigation";
import { startTransition, useCallback } from "react";

/** Says whether a page would be answered now; see `docs/operate.md`. */
const DOOR = "/api/health/ready";
const PATIENCE_MS = 5_000;

/**
 * Reads the page again, if the server answers at all, and tells whether it did. Where no answer comes to what the
 * router asks, it goes to the address as a browser does: the page is gone, with everything that was typed in it.
 * Like the router's own, it keeps the transition that it is called in waiting until the page is there.
 */
export function useRefresh(): () => Promise<boolean> {
  const router = useRouter();
  return useCallback(
    () =>
      new Promise((resolve) => {
        startTransition(async () => {
          const isThere = await isServerThere();
          if (isThere) router.refresh();
          resolve(isThere);
        });
      }),
    [router],
  );
}

async function isServerThere(): Promise<boolean> {
  try {
    const { status } = await fetch(DOOR, {
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // Of a proxy whose server is away, or a server whose database is: a page would be the same answer.
    return status < 500;
  } catch {
    return false;
  }
}
