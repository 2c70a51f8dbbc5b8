const ATTRIBUTE = "data-pending";
/** A navigation that has not ended by then has failed, or led where one was. */
const LONGEST_MS = 15_000;

let pressed: Element | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Says at once that a press leads somewhere: the bar at the top moves, what was pressed shows it, and what is about to
 * change fades a little, unless it is a panel over it. All of it is style, by an attribute, so that no component has to know. `PendingBar` ends it.
 */
export function showPending(element: Element | null, what: "page" | "panel" = "page"): void {
  endPending();
  pressed = element;
  pressed?.setAttribute(ATTRIBUTE, "");
  document.documentElement.setAttribute(ATTRIBUTE, what);
  timer = setTimeout(endPending, LONGEST_MS);
}

export function endPending(): void {
  clearTimeout(timer);
  document.documentElement.removeAttribute(ATTRIBUTE);
  pressed?.removeAttribute(ATTRIBUTE);
  pressed = null;
}

/** Whether an address is another one than the page's: to its own, nothing is on the way. */
export function leadsElsewhere(href: string): boolean {
  const { origin, pathname, search } = new URL(href, location.href);
  return origin === location.origin && pathname + search !== location.pathname + location.search;
}
