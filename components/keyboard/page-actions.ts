import { BUTTONS } from "@/components/ui/button-look";

/** A button of the page that is open, pressed as a person would. */
export type PageAction = { label: string; press: () => void };

const MOST = 12;
/** What belongs to a row, a form or something that lies over the page is no action of the page. */
const ELSEWHERE = "table, form, dialog, [popover], details:not([open])";

/** What can be pressed on the page, by the words that stand on it. */
export function readPageActions(): PageAction[] {
  const actions = new Map<string, PageAction>();
  for (const button of document.querySelectorAll<HTMLElement>(`main ${BUTTONS}`)) {
    const label = button.textContent.trim();
    const isDead = button.matches("[disabled], [aria-disabled=true]") || !button.checkVisibility();
    // What the menu has a command for has been said by it.
    const isCommand = button.dataset.command !== undefined;
    if (label === "" || isDead || isCommand || button.closest(ELSEWHERE)) continue;
    if (!actions.has(label)) actions.set(label, { label, press: () => button.click() });
  }
  return [...actions.values()].slice(0, MOST);
}

const LOOK_AGAIN_MS = 100;
const MOST_LOOKS = 200;

/** Presses a button of a page that is only coming. */
export function pressWhenThere(selector: string, looks = MOST_LOOKS): void {
  const button = document.querySelector<HTMLElement>(`main ${selector}`);
  if (button) button.click();
  else if (looks > 0) setTimeout(() => pressWhenThere(selector, looks - 1), LOOK_AGAIN_MS);
}
