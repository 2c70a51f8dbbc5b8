"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useLayoutEffect } from "react";
import { keepPlace, readPlace, takeReturning } from "./place-memory";

/** Scrolling is written down once it rests. */
const REST_MS = 150;

/** Remembers where in the list its reader is, and brings those who come by the way back to the row that they opened. */
export function KeepListPlace({ personId }: { personId: string }) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const address = search ? `${pathname}?${search}` : pathname;

  useLayoutEffect(() => {
    const place = readPlace(personId);
    if (!takeReturning(personId) || place?.address !== address) return;
    window.scrollTo({ top: place.y, behavior: "instant" });
    if (place.row) rowOf(place.row)?.focus({ preventScroll: true });
  }, [personId, address]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = (row: string | null) => keepPlace(personId, { address, y: window.scrollY, row });
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(null), REST_MS);
    };
    const onClick = ({ target }: MouseEvent) => {
      const row = target instanceof Element ? target.closest("tr")?.querySelector("a[data-row]") : null;
      if (!row) return;
      clearTimeout(timer);
      keep(row.getAttribute("data-row"));
    };
    keep(readPlace(personId)?.row ?? null);
    window.addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("click", onClick, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("scroll", onScroll);
      document.removeEventListener("click", onClick, true);
    };
  }, [personId, address]);

  return null;
}

function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`a[data-row="${CSS.escape(id)}"]`);
}
