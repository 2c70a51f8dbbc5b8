"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";
import { Opening } from "@/components/pending/opening";
import type { LoadPeek } from "./peek-view";

const PeekPanel = lazy(() => import("./peek-panel").then(({ PeekPanel }) => ({ default: PeekPanel })));

/** Space on a row of the list shows what there is to know of it, and goes on to the rows beside it. */
export function PeekKeys({
  load,
  setFollowUp,
}: {
  load: LoadPeek;
  /** Null for people who may only look. */
  setFollowUp: FollowUpActions["set"] | null;
}) {
  const [row, setRow] = useState<string | null>(null);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== " " || !isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn())
        return;
      const link = event.target instanceof Element ? event.target.closest("a[data-row]") : null;
      if (!link) return;
      event.preventDefault();
      setRow(link.getAttribute("data-row"));
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  if (row === null) return null;
  return (
    <Suspense fallback={<Opening />}>
      <PeekPanel
        row={row}
        load={load}
        setFollowUp={setFollowUp}
        onRow={setRow}
        onClose={() => setRow(null)}
      />
    </Suspense>
  );
}
