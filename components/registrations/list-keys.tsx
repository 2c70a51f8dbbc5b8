"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";

/**
 * The keys of the list: `j` and `k` go down and up, `x` selects the row, Enter opens it as any link. A press on a
 * row's link leads on without a new page; with a key held, or another button, it stays the browser's.
 */
export function ListKeys() {
  const router = useRouter();

  useEffect(() => {
    function onClick(event: MouseEvent) {
      const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-row]") : null;
      if (!link || event.defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
      event.preventDefault();
      router.push(`/registrations/${link.dataset.row}`);
    }
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [router]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn()) return;
      const rows = [...document.querySelectorAll<HTMLElement>("a[data-row]")];
      const position = rows.findIndex((row) => row.closest("tr")?.contains(document.activeElement));
      if (event.key === "j") rows[Math.min(position + 1, rows.length - 1)]?.focus();
      else if (event.key === "k") rows[Math.max(position - 1, 0)]?.focus();
      else if (event.key === "x" && position >= 0)
        rows[position]?.closest("tr")?.querySelector<HTMLInputElement>("input[name=id]")?.click();
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return null;
}
