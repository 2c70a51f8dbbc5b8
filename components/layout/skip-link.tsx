"use client";

import type { MouseEvent } from "react";

/**
 * The first stop of the keyboard: past the frame, to `#content`. It goes there without an entry in the history, which
 * would not have the form's key.
 */
export function SkipLink({ label }: { label: string }) {
  function skip(event: MouseEvent) {
    const content = document.getElementById("content");
    if (!content) return;
    event.preventDefault();
    content.focus();
    content.scrollIntoView();
  }
  return (
    // biome-ignore lint/a11y/useValidAnchor: without scripts it leads there by itself.
    <a
      href="#content"
      onClick={skip}
      className="sr-only z-50 rounded-lg bg-accent px-3.5 py-2 font-medium text-on-accent shadow-floating focus:not-sr-only focus:fixed! focus:top-2 focus:left-2"
    >
      {label}
    </a>
  );
}
