"use client";

import clsx from "clsx";
import { type ReactNode, useEffect, useRef } from "react";

const GAP_PX = 6;
const EDGE_PX = 16;

/**
 * A panel over the page: the browser's own modal dialog, under the button that opened it, or near the top of the
 * screen where there is none. On phones it is a sheet at the bottom. It is there while it is rendered; Escape and
 * a press beside it ask `onClose`. The first field inside takes the focus, and the opener gets it back.
 */
export function Overlay({
  label,
  anchor,
  onClose,
  className,
  children,
}: {
  label: string;
  anchor?: Element | null;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (!element.open) element.showModal();
    element.querySelector<HTMLElement>("input, select, textarea")?.focus();
    if (anchor) placeUnder(element, anchor);
    return () => element.close();
  }, [anchor]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the same on the keyboard, and the browser's own.
    <dialog
      ref={dialog}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className={clsx(
        "flex max-h-[min(32rem,80dvh)] flex-col overflow-hidden border bg-surface p-0 text-ink shadow-floating",
        "max-sm:fixed max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:m-0 max-sm:w-full max-sm:max-w-none max-sm:rounded-t-2xl max-sm:pb-[env(safe-area-inset-bottom)]",
        "sm:rounded-xl",
        anchor ? "sm:absolute sm:m-0 sm:backdrop:bg-transparent" : "sm:mx-auto sm:mt-[12dvh] sm:mb-auto",
        className,
      )}
    >
      {children}
    </dialog>
  );
}

/** Under the opener, or as near as the screen has room. The style sheet has the last word on phones. */
function placeUnder(panel: HTMLElement, anchor: Element): void {
  if (matchMedia("(width < 40rem)").matches) return;
  const { left, bottom } = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const rightmost = clientWidth - panel.offsetWidth - EDGE_PX;
  const lowest = clientHeight - panel.offsetHeight - EDGE_PX;
  panel.style.left = `${Math.max(EDGE_PX, Math.min(left, rightmost)) + scrollX}px`;
  panel.style.top = `${Math.max(EDGE_PX, Math.min(bottom + GAP_PX, lowest)) + scrollY}px`;
}
