"use client";

import X from "lucide-react/icons/x";
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";

/**
 * The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back.
 * The first field takes the focus, where there is one. What stands in it is made when it opens, so a dialog
 * opened again begins anew; what was typed in it is not thrown away by one key.
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
  const say = useMessages("common");
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  /** What each text field held before anybody typed in it. */
  const before = useRef(new Map<Field, string>());
  const [isWarned, setWarned] = useState(false);

  // While it still stands in the page: a dialog that has left it gives the focus back to nobody.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => element?.close();
  }, []);

  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>("input, select, textarea")?.focus();
    }
    if (!open && element?.open) element.close();
    if (!open) {
      before.current.clear();
      setWarned(false);
    }
  }, [open]);

  function isTyped(): boolean {
    return [...before.current].some(
      ([field, text]) => field.isConnected && field.value !== text && field.value.trim() !== "",
    );
  }

  return (
    <dialog
      ref={dialog}
      data-dims
      aria-labelledby={headingId}
      onClose={() => {
        // What is told a moment later may be open again.
        if (!dialog.current?.open) onClose();
      }}
      onFocus={({ target }) => {
        if (isField(target) && !before.current.has(target)) before.current.set(target, target.value);
      }}
      onInput={() => setWarned(false)}
      onCancel={(event) => {
        // A second one in a row is meant, and the browser lets nobody hold it.
        if (event.target !== event.currentTarget || isWarned || !isTyped()) return;
        event.preventDefault();
        setWarned(true);
      }}
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
      <p
        role="alert"
        className="sticky bottom-0 z-10 border-t border-warning-line bg-warning-wash px-5 py-2.5 text-sm text-warning-ink empty:hidden"
      >
        {open && isWarned ? say("typedUnsaved") : null}
      </p>
    </dialog>
  );
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function isField(target: EventTarget): target is Field {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")
  );
}
