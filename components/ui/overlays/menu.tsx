"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * A small panel under its button, such as the user menu. A disclosure, not an ARIA menu: what is
 * inside keeps its own roles. Closes on Escape, on a press or the focus outside and after a link or button inside.
 */
export function Menu({
  label,
  trigger,
  children,
}: {
  /** The button's name. */
  label: string;
  /** What the button shows; hide its text from screen readers where `label` says it. */
  trigger: ReactNode;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    function close(event: Event) {
      const element = details.current;
      if (!element?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        // It closes this, and nothing else.
        event.preventDefault();
        element.querySelector("summary")?.focus();
      } else if (event.target instanceof Node && element.contains(event.target)) {
        return;
      }
      element.open = false;
    }
    document.addEventListener("keydown", close);
    document.addEventListener("pointerdown", close);
    // Or it would lie over what the focus has gone on to.
    document.addEventListener("focusin", close);
    return () => {
      document.removeEventListener("keydown", close);
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
    };
  }, []);

  return (
    <details ref={details} data-menu="" className="relative">
      <summary className="touch-target flex list-none items-center rounded-lg">
        <span className="sr-only">{label}</span>
        {trigger}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices presses on the links and buttons inside. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the browser turns Enter on a link or button into a click. */}
      <div
        onClick={(event) => {
          const pressed = event.target instanceof Element && event.target.closest("a, button");
          if (pressed && details.current) details.current.open = false;
        }}
        className="absolute top-full right-0 z-40 mt-1.5 w-64 rounded-xl border bg-surface shadow-floating"
      >
        {children}
      </div>
    </details>
  );
}
