/**
 * Puts a text into the clipboard. One that is still being asked for is promised to it, because the browser allows the
 * writing only as an answer to a press. False where it does not.
 */
export async function writeToClipboard(text: string | Promise<string>): Promise<boolean> {
  try {
    if (typeof text === "string") await navigator.clipboard.writeText(text);
    else {
      const blob = text.then((known) => new Blob([known], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    }
    return true;
  } catch {
    // No clipboard without https or permission: the person is told and selects the text by hand.
    return false;
  }
}
