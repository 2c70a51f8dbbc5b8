/** What was typed for a menu whose code is still on its way, and whether Enter then chose from it. */
export type Typed = { text: string; isEntered: boolean };

export type EarlyKeys = {
  /** From now on the keys are the menu's own. */
  take: () => Typed;
  stop: () => void;
};

const NOTHING: Typed = { text: "", isEntered: false };

/**
 * Holds back what is typed from now on, so that no letter is lost and none does what it would do on the page, until the
 * menu takes it. Escape gives the menu up.
 */
export function holdEarlyKeys(onEscape: () => void): EarlyKeys {
  let typed = NOTHING;
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") onEscape();
    else if (event.key === "Enter") typed = { ...typed, isEntered: true };
    // What comes after Enter was meant for whatever it opens.
    else if (!typed.isEntered) typed = { ...typed, text: textAfter(typed.text, event.key) };
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  const stop = () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  document.addEventListener("keydown", onKeyDown, { capture: true });
  return {
    take() {
      stop();
      const taken = typed;
      typed = NOTHING;
      return taken;
    },
    stop,
  };
}

function textAfter(text: string, key: string): string {
  if (key === "Backspace") return text.slice(0, -1);
  return key.length === 1 ? text + key : text;
}

/** Types into a field as a person would, so that whoever listens to it hears it. */
export function typeInto(field: HTMLInputElement, text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
  set?.call(field, field.value + text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Presses Enter in a field, once what was typed into it is drawn. */
export function enterInto(field: HTMLInputElement): void {
  const press = { key: "Enter", bubbles: true, cancelable: true };
  requestAnimationFrame(() => field.dispatchEvent(new KeyboardEvent("keydown", press)));
}
