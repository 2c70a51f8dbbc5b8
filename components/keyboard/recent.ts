import { useEffect } from "react";
import { keepInTab, readFromTab } from "@/components/ui/tab-memory";

/** A registration that was looked at in this tab. */
export type RecentRegistration = { id: string; name: string };

const NAME = "recent-registrations";
const MOST = 5;
const PAGE = /^\/registrations\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const LOOK_AGAIN_MS = 400;

/** The last ones first, without the one whose page is open. */
export function readRecent(personId: string, pathname: string): RecentRegistration[] {
  const open = PAGE.exec(pathname)?.[1];
  return kept(personId).filter(({ id }) => id !== open);
}

/** Remembers whose page is open, as soon as it says its name. */
export function useRecent(personId: string, pathname: string): void {
  useEffect(() => {
    const id = PAGE.exec(pathname)?.[1];
    if (!id) return;
    const timer = setInterval(() => {
      // While the page is read, its heading only says so.
      const name = document.querySelector("main h1:not(:has([role=status]))")?.textContent?.trim();
      if (!name) return;
      clearInterval(timer);
      const others = kept(personId).filter((one) => one.id !== id);
      keepInTab(personId, NAME, [{ id, name }, ...others].slice(0, MOST + 1));
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [personId, pathname]);
}

function kept(personId: string): RecentRegistration[] {
  const value = readFromTab(personId, NAME);
  return Array.isArray(value) ? value.filter(isRecent) : [];
}

function isRecent(value: unknown): value is RecentRegistration {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "name" in value &&
    typeof value.name === "string"
  );
}
