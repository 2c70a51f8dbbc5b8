"use client";

import { useEffect } from "react";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";

/**
 * The keys of one registration's page. What they press says so itself: `data-key` on a button or a link. The keys are
 * told in the overlay of shortcuts.
 */
export function PageKeys() {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn()) return;
      if (!/^[a-z]$/.test(event.key)) return;
      const pressed = document.querySelector<HTMLElement>(`main [data-key=${event.key}]`);
      if (!pressed) return;
      event.preventDefault();
      // A key that is held down goes on from page to page; what it does is done once.
      if (!event.repeat || pressed instanceof HTMLAnchorElement) pressed.click();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return null;
}
