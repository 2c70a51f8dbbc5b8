"use client";

import clsx from "clsx";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

const GAP_PX = 6;
const EDGE_PX = 16;
/** Less room than this under its button, and the panel goes where there is more. */
const ENOUGH_PX = 280;

/**
 * A panel over the page: the browser's own modal dialog, under the button that opened it, or near the top of the
 * screen where there is none. On phones it is a sheet at the bottom. It is there while it is rendered; Escape and
 * a press beside it ask `onClose`. The first field inside takes the focus, again when `label` says that it holds
 * something else now, and the opener gets it back. It is placed anew whenever what it holds, or the screen, changes.
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

  // While it still stands in the page: a dialog that has left it gives the focus back to nobody.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (!element.open) element.showModal();
    if (!anchor) return () => element.close();
    const place = () => placeUnder(element, anchor);
    const observer = new ResizeObserver(place);
    observer.observe(element);
    window.addEventListener("resize", place);
    place();
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", place);
      element.close();
    };
  }, [anchor]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another label is another content.
  useEffect(() => {
    dialog.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, [label]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the same on the keyboard, and the browser's own.
    <dialog
      ref={dialog}
      aria-label={label}
      data-dims={anchor ? undefined : true}
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

/**
 * Under the opener, or above it where that has more room, and never taller than its room. An opener that has gone is
 * where it was. The style sheet has the last word on phones.
 */
function placeUnder(panel: HTMLElement, anchor: Element): void {
  if (!anchor.isConnected) return;
  panel.style.maxHeight = "";
  if (matchMedia("(width < 40rem)").matches) return;
  const { left, top, bottom } = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const rightmost = clientWidth - panel.offsetWidth - EDGE_PX;
  const below = clientHeight - bottom - GAP_PX - EDGE_PX;
  const above = top - GAP_PX - EDGE_PX;
  const isAbove = panel.offsetHeight > below && below < ENOUGH_PX && above > below;
  const room = isAbove ? above : below;
  const height = Math.min(panel.offsetHeight, room);
  // The room and not the height, so that the panel can still grow, which is how it is noticed.
  panel.style.maxHeight = `min(32rem, 80dvh, ${room}px)`;
  panel.style.left = `${Math.max(EDGE_PX, Math.min(left, rightmost)) + scrollX}px`;
  panel.style.top = `${(isAbove ? top - GAP_PX - height : bottom + GAP_PX) + scrollY}px`;
}
