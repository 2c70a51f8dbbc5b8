"use client";

import { useEffect, useRef, useState } from "react";
import { writeToClipboard } from "@/components/ui/text/clipboard";
import { CopyButton } from "@/components/ui/text/copy-button";
import { Spoken } from "@/components/ui/text/spoken";
import { useMessages } from "@/lib/i18n/client-messages";

/** The pointer may take so long from an id to the button beside it. */
const WAY_MS = 250;
const SHOWN_MS = { copied: 2_000, copyRefused: 6_000 } as const;
/** The button with its frame. */
const BUTTON_PX = 30;

type Place = { text: string; left: number; top: number };
type Said = keyof typeof SHOWN_MS;
type Shown = Place & { said: Said | null };

/**
 * The one button that copies ids of the list: beside the id under the pointer. Where nothing hovers a press on an id
 * copies it. A button for each would be a hundred of them on every page.
 */
export function CopyIds() {
  const say = useMessages("common");
  const [shown, setShown] = useState<Shown | null>(null);
  const button = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hideIn = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => setShown(null), ms);
    };
    const hide = () => setShown(null);
    function onPointerOver({ target, pointerType }: PointerEvent) {
      if (pointerType !== "mouse" || !(target instanceof Element)) return;
      const id = idAt(target);
      if (id) {
        clearTimeout(timer);
        setShown({ ...id, said: null });
      } else if (button.current?.contains(target)) clearTimeout(timer);
      else if (button.current) hideIn(WAY_MS);
    }
    async function onClick({ target }: MouseEvent) {
      const id = target instanceof Element && matchMedia("(pointer: coarse)").matches ? idAt(target) : null;
      if (!id) return;
      const said: Said = (await writeToClipboard(id.text)) ? "copied" : "copyRefused";
      setShown({ ...id, said });
      hideIn(SHOWN_MS[said]);
    }
    document.addEventListener("pointerover", onPointerOver);
    document.addEventListener("click", onClick);
    window.addEventListener("scroll", hide, { passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onPointerOver);
      document.removeEventListener("click", onClick);
      window.removeEventListener("scroll", hide, { capture: true });
    };
  }, []);

  if (!shown) return null;
  const { text, left, top, said } = shown;
  return (
    <div
      ref={button}
      style={{ left, top }}
      className={said ? "fixed z-20" : "fixed z-20 rounded-md border bg-surface shadow-raised"}
    >
      {said ? (
        <Spoken atFoot={said === "copyRefused"}>{say(said)}</Spoken>
      ) : (
        <CopyButton
          key={text}
          text={text}
          label={say("copy", { what: text })}
          copiedLabel={say("copied")}
          refusedLabel={say("copyRefused")}
        />
      )}
    </div>
  );
}

/** The id of the list that is pressed or pointed at, and where beside it there is room. */
function idAt(target: Element): Place | null {
  const id = target.closest(".list-id");
  const text = id?.textContent;
  if (!id || !text) return null;
  const { right, top, height } = id.getBoundingClientRect();
  return {
    text,
    left: Math.min(right + 4, document.documentElement.clientWidth - 40),
    top: top + (height - BUTTON_PX) / 2,
  };
}
