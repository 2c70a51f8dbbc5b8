"use client";

import { useEffect } from "react";

const PLACES = "dialog, [role=dialog], section, header, main";

/** What was given the focus because what had it left. */
let lastResort: HTMLElement | null = null;

/** Whether nothing that somebody chose has the focus, so that whoever knows better where it belongs may take it. */
export function focusIsFree(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement === lastResort;
}

/**
 * Where what has the focus leaves the page, as a button does whose press was answered, or is closed, the heading of the place
 * around it takes the focus: nobody begins at the top again. Put once, around every page.
 */
export function KeepFocus() {
  useEffect(keepFocus, []);
  return null;
}

/** Answers how to end it. */
function keepFocus(): () => void {
  let path: Element[] = [];
  let frame = 0;

  function remember({ target }: FocusEvent): void {
    path = [];
    lastResort = target === lastResort ? lastResort : null;
    for (let at = target instanceof Element ? target : null; at; at = at.parentElement) path.push(at);
  }

  function look(): void {
    const [held] = path;
    if (!held || (held.isConnected && !held.matches(":disabled"))) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (!focusIsFree()) return;
      lastResort = placeOf(path);
      lastResort?.focus({ preventScroll: true });
    });
  }

  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  document.addEventListener("focusin", remember);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    document.removeEventListener("focusin", remember);
  };
}

/** The heading of the nearest place that is still there. */
function placeOf(path: readonly Element[]): HTMLElement | null {
  const place =
    path.find((element) => element.isConnected)?.closest(PLACES) ?? document.querySelector("main");
  const heading = place?.querySelector<HTMLElement>("h1, h2, h3");
  if (!heading) return document.getElementById("content");
  if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
  return heading;
}
