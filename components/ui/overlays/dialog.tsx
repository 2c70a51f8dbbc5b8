"use client";

import X from "lucide-react/icons/x";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "@/components/ui/button";

/**
 * The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back.
 * The first field takes the focus, where there is one. What stands in it is made when it opens, so a dialog
 * opened again begins anew.
 */
export function Dialog({
  open,
  onClose,
  title,
  closeLabel,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>("input, select, textarea")?.focus();
    }
    if (!open && element?.open) element.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      data-dims
      aria-labelledby={headingId}
      onClose={onClose}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(30rem,calc(100vw-2rem))] overflow-y-auto rounded-2xl border bg-surface p-0 text-ink shadow-floating"
    >
      <div className="flex items-start justify-between gap-4 px-5 pt-5">
        <h2 id={headingId} className="font-semibold text-lg">
          {title}
        </h2>
        <IconButton label={closeLabel} onClick={onClose} className="-mt-0.5 -mr-1.5">
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <div className="px-5 pt-2 pb-5">{open ? children : null}</div>
    </dialog>
  );
}
