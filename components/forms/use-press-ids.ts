"use client";

import { useRef } from "react";
import { createBrowserUuid } from "@/components/ui/browser-uuid";

/**
 * Gives what is sent an id: the same that comes a second time, as after a lost answer, has the one that it had, and
 * whatever was changed since is something else. `forget` when it is done, so that the same may be sent anew.
 */
export function usePressIds() {
  const ids = useRef(new Map<string, string>());
  return {
    idOf(sent: unknown): string {
      const key = JSON.stringify(sent);
      const id = ids.current.get(key) ?? createBrowserUuid();
      ids.current.set(key, id);
      return id;
    },
    forget: () => ids.current.clear(),
  };
}
