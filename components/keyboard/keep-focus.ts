const PLACES = "dialog, [role=dialog], section, header, #content";

/**
 * Where what has the focus leaves the page, as a button does whose press was answered, the heading of the place around it
 * takes the focus, or the page's content: nobody begins at the top again. Answers how to end that.
 */
export function keepFocus(): () => void {
  let path: Element[] = [];
  let frame = 0;

  function remember({ target }: FocusEvent): void {
    path = [];
    for (let at = target instanceof Element ? target : null; at; at = at.parentElement) path.push(at);
  }

  /** Whoever gives the focus to something by themselves does so before the next frame. */
  function look(): void {
    if (path[0]?.isConnected !== false) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const left = path;
      path = [];
      if (document.activeElement === document.body) placeOf(left)?.focus({ preventScroll: true });
    });
  }

  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
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
