/** Keys that were pressed for a menu whose code is still on its way. */
export type EarlyKeys = {
  /** What was typed so far; from now on the keys are the menu's own. */
  take: () => string;
  stop: () => void;
};

/**
 * Holds back what is typed from now on, so that no letter is lost and none does what it would do on the page, until the
 * menu takes it. Escape gives the menu up.
 */
export function holdEarlyKeys(onEscape: () => void): EarlyKeys {
  let typed = "";
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") onEscape();
    else if (event.key === "Backspace") typed = typed.slice(0, -1);
    else if (event.key.length === 1) typed += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  const stop = () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  document.addEventListener("keydown", onKeyDown, { capture: true });
  return {
    take() {
      stop();
      const taken = typed;
      typed = "";
      return taken;
    },
    stop,
  };
}

/** Types into a field as a person would, so that whoever listens to it hears it. */
export function typeInto(field: HTMLInputElement, text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
  set?.call(field, field.value + text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
