"use client";

import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { type ReactNode, useEffect, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { writeToClipboard } from "./clipboard";
import { Spoken } from "./spoken";

const FEEDBACK_MS = { copied: 2_000, refused: 6_000 } as const;

type CopyState = "idle" | "copied" | "refused";

type Words = {
  copiedLabel: string;
  /** Said where the browser does not let a page copy, as on plain http. */
  refusedLabel: string;
};

/** Copies `text`. `label` names the button; the other two sentences are read out after the press. */
export function CopyButton({ text, label, ...words }: Words & { text: string; label: string }) {
  const { state, copy, spoken } = useCopy(text, words);
  return (
    <span className="relative inline-flex shrink-0">
      <IconButton label={label} onClick={copy}>
        <CopyMark state={state} />
      </IconButton>
      <Spoken atFoot={state === "refused"}>{spoken}</Spoken>
    </span>
  );
}

/** The same with its name to be read, for a text that does not stand beside it. `shortcut` is a key of the page. */
export function CopyTextButton({
  text,
  label,
  shortcut,
  ...words
}: Words & { text: string; label: ReactNode; shortcut?: string }) {
  const { state, copy, spoken } = useCopy(text, words);
  return (
    <span className="relative inline-flex shrink-0">
      <Button
        icon={<CopyMark state={state} />}
        onClick={copy}
        data-key={shortcut}
        aria-keyshortcuts={shortcut}
      >
        {label}
      </Button>
      <Spoken atFoot={state === "refused"}>{spoken}</Spoken>
    </span>
  );
}

function useCopy(text: string, { copiedLabel, refusedLabel }: Words) {
  const [state, setState] = useState<CopyState>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), FEEDBACK_MS[state]);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    setState((await writeToClipboard(text)) ? "copied" : "refused");
  }

  return {
    state,
    copy: () => void copy(),
    spoken: { idle: "", copied: copiedLabel, refused: refusedLabel }[state],
  };
}

function CopyMark({ state }: { state: CopyState }) {
  return state === "copied" ? (
    <Check aria-hidden="true" className="text-success-ink" />
  ) : (
    <Copy aria-hidden="true" />
  );
}
