const PLACES = "dialog, [role=dialog], section, header, #content";

/** What was given the focus because what had it left. */
let lastResort: HTMLElement | null = null;

/** Whether nothing that somebody chose has the focus, so that whoever knows better where it belongs may take it. */
export function focusIsFree(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement === lastResort;
}

/**
 * Where what has the focus leaves the page, as a button does whose press was answered, or is closed, the heading of the place
 * around it takes the focus, or the page's content: nobody begins at the top again. Answers how to end that.
 */
export function keepFocus(): () => void {
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

function placeOf(path: readonly Element[]): HTMLElement | null {
  const content = document.getElementById("content");
  const place = path.find((element) => element.isConnected)?.closest(PLACES) ?? content;
  const heading = place === content ? null : place?.querySelector<HTMLElement>("h1, h2, h3");
  if (!heading) return content;
  if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
  return heading;
}
