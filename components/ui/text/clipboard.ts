/**
 * Puts a text into the clipboard. One that is still being asked for is promised to it, because the browser allows the
 * writing only as an answer to a press. False where it does not.
 */
export async function writeToClipboard(text: string | Promise<string>): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copyBySelecting(await text);
    if (typeof text === "string") await navigator.clipboard.writeText(text);
    else {
      const blob = text.then((known) => new Blob([known], { type: "text/plain" }));
      // Where there comes to be none, the writing itself says so.
      blob.catch(() => undefined);
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    }
    return true;
  } catch {
    // No permission: the person is told and selects the text by hand.
    return false;
  }
}

/** The only way on plain http, where a self-hosted console may well run: what is selected is copied. */
function copyBySelecting(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.cssText = "position: fixed; inset: 0 auto auto 0; opacity: 0";
  // Nobody has chosen it, so that it counts for nothing when it goes.
  field.addEventListener("focusin", (event) => event.stopPropagation());
  // Outside of an open dialog nothing can be selected.
  (before?.closest("dialog") ?? document.body).append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isDone;
}
