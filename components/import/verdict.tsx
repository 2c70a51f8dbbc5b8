"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { focusIsFree } from "@/components/keyboard/keep-focus";

/** The batch whose rows are being checked on this screen. */
let awaited: string | null = null;

/** Says that whoever looks at this screen waits for what the check of a batch finds. */
export function expectVerdict(importId: string): void {
  awaited = importId;
}

/** The same, while it is shown. */
export function VerdictAwaited({ importId }: { importId: string }) {
  useEffect(() => expectVerdict(importId), [importId]);
  return null;
}

/**
 * What the check found. Where somebody waited for it, it takes the focus and comes into view: the table that was
 * scrolled through before is gone, and the focus with it.
 */
export function Verdict({ importId, children }: { importId: string; children: ReactNode }) {
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (awaited !== importId) return;
    awaited = null;
    if (!focusIsFree()) return;
    sentence.current?.focus({ preventScroll: true });
    sentence.current?.scrollIntoView({ block: "center" });
  }, [importId]);
  return (
    <p
      ref={sentence}
      role="status"
      tabIndex={-1}
      className="rounded-md font-medium text-lg tabular-nums outline-offset-4"
    >
      {children}
    </p>
  );
}
