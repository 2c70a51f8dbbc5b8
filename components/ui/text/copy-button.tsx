"use client";

import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { writeToClipboard } from "./clipboard";

const FEEDBACK_MS = 2_000;

type CopyState = "idle" | "copied" | "refused";

/** Copies `text`. `label` names the button; the other two sentences are read out after the press. */
export function CopyButton({
  text,
  label,
  copiedLabel,
  refusedLabel,
}: {
  text: string;
  label: string;
  copiedLabel: string;
  /** Said where the browser does not let a page copy, as on plain http. */
  refusedLabel: string;
}) {
  const [state, setState] = useState<CopyState>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), FEEDBACK_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    setState((await writeToClipboard(text)) ? "copied" : "refused");
  }

  const spoken = { idle: "", copied: copiedLabel, refused: refusedLabel }[state];
  return (
    <span className="relative inline-flex shrink-0">
      <IconButton label={label} onClick={() => void copy()}>
        {state === "copied" ? (
          <Check aria-hidden="true" className="text-success-ink" />
        ) : (
          <Copy aria-hidden="true" />
        )}
      </IconButton>
      <span
        role="status"
        className="-translate-x-1/2 pointer-events-none absolute bottom-full left-1/2 z-10 mb-1 whitespace-nowrap rounded-md bg-ink font-medium text-canvas text-xs not-empty:px-2 not-empty:py-1"
      >
        {spoken}
      </span>
    </span>
  );
}
