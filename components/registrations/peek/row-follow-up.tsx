"use client";

import CalendarClock from "lucide-react/icons/calendar-clock";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";
import { Opening } from "@/components/pending/opening";
import { IconButton } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { LoadPeek } from "./peek-view";

const RowFollowUpDialog = dynamic(
  () => import("./row-follow-up-dialog").then((module) => module.RowFollowUpDialog),
  { loading: Opening },
);

/** The pointer may take so long from a row to its button. */
const WAY_MS = 250;
const SAID_MS = 4_000;

type Place = { id: string; name: string; left: number; top: number };

/**
 * The day to come back to a row of the list: by `f` on the row, or by the one button that stands in the row under the
 * pointer. Needs the areas `followUps`, `common` and `errors`.
 */
export function RowFollowUp({ load, set }: { load: LoadPeek; set: FollowUpActions["set"] }) {
  const say = useMessages("followUps");
  const [pointed, setPointed] = useState<Place | null>(null);
  const [planned, setPlanned] = useState<Place | null>(null);
  const [said, setSaid] = useState<(Place & { text: string }) | null>(null);
  const button = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => setPointed(null);
    function onPointerOver({ target, pointerType }: PointerEvent) {
      if (pointerType !== "mouse" || !(target instanceof Element) || button.current?.contains(target))
        return clearTimeout(timer);
      const place = placeOf(target);
      clearTimeout(timer);
      if (place) setPointed(place);
      else timer = setTimeout(hide, WAY_MS);
    }
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "f" || !isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn())
        return;
      const place = event.target instanceof Element ? placeOf(event.target) : null;
      if (!place) return;
      event.preventDefault();
      setPlanned(place);
    }
    document.addEventListener("pointerover", onPointerOver);
    document.addEventListener("keydown", onKeyDown);
    window.addEventListener("scroll", hide, { passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onPointerOver);
      document.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("scroll", hide, { capture: true });
    };
  }, []);

  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  useEffect(() => {
    if (!planned) return;
    // Once the dialog is gone. The browser would give the focus to what is gone too: the button under the pointer.
    return () => void requestAnimationFrame(() => linkOf(planned.id)?.focus());
  }, [planned]);

  return (
    <>
      {pointed && !planned ? (
        <div
          ref={button}
          style={pointed}
          className="-translate-x-full -translate-y-1/2 fixed z-20 rounded-md border bg-surface shadow-raised max-sm:hidden"
        >
          <IconButton
            label={say("row", { name: pointed.name })}
            aria-haspopup="dialog"
            onClick={() => setPlanned(pointed)}
          >
            <CalendarClock aria-hidden="true" />
          </IconButton>
        </div>
      ) : null}
      <p
        role="status"
        style={said ?? undefined}
        className="-translate-x-full -translate-y-1/2 fixed z-20 max-w-[80vw] rounded-md bg-ink px-2 py-1 font-medium text-canvas text-xs empty:hidden"
      >
        {said?.text}
      </p>
      {planned ? (
        <RowFollowUpDialog
          row={planned.id}
          load={load}
          set={set}
          onClose={() => setPlanned(null)}
          onSet={(day) => setSaid({ ...planned, text: say("isSet", { name: planned.name, day }) })}
        />
      ) : null}
    </>
  );
}

/** The row that somebody points at or stands in, and where its merchant's cell ends: there is room beside the name. */
function placeOf(target: Element): Place | null {
  const row = target.closest(".list-row");
  const link = row?.querySelector<HTMLElement>("a[data-row]");
  const id = link?.dataset.row;
  const cell = link?.closest("td");
  if (!link || !cell || !id) return null;
  const { right, top, height } = cell.getBoundingClientRect();
  return { id, name: link.textContent, left: right - 8, top: top + height / 2 };
}

function linkOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`a[data-row="${CSS.escape(id)}"]`);
}
