"use client";

import { useEffect } from "react";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";

/** The keys of the list: `j` and `k` go down and up, `x` selects the row, Enter opens it as any link. */
export function ListKeys() {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn()) return;
      const rows = [...document.querySelectorAll<HTMLElement>("a[data-row]")];
      const position = rows.findIndex((row) => row.closest("tr")?.contains(document.activeElement));
      if (event.key === "j") rows[Math.min(position + 1, rows.length - 1)]?.focus();
      else if (event.key === "k") rows[Math.max(position - 1, 0)]?.focus();
      else if (event.key === "x" && position >= 0)
        rows[position]?.closest("tr")?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return null;
}
