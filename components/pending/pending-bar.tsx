"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { endPending, leadsElsewhere, showPending } from "./pending";

/**
 * Notices every press on a link or in a search that the router takes over, shows that it was felt, and ends that when
 * the address has changed. Where a press leads on by code, `useGo` does the same.
 */
export function PendingBar() {
  const place = `${usePathname()}?${useSearchParams()}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is what ends it.
  useEffect(endPending, [place]);

  useEffect(() => {
    function onClick({ target, defaultPrevented }: MouseEvent) {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
      // What nobody took over is the browser's own, and shown by it.
      if (link && defaultPrevented && leadsElsewhere(link.href)) showPending(link.closest("tr") ?? link);
    }
    function onSubmit({ target, defaultPrevented }: SubmitEvent) {
      if (target instanceof HTMLFormElement && target.role === "search" && defaultPrevented)
        showPending(target);
    }
    window.addEventListener("click", onClick);
    window.addEventListener("submit", onSubmit);
    return () => {
      window.removeEventListener("click", onClick);
      window.removeEventListener("submit", onSubmit);
    };
  }, []);

  return <div aria-hidden="true" className="pending-bar" />;
}
