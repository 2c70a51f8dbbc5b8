const TYPED_INTO =
  "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

/** Whether the key goes into a field, where a letter is a letter. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.isComposing || (event.target instanceof Element && event.target.closest(TYPED_INTO) !== null);
}

/** Whether something lies over the page, or is about to, to which the keys belong. */
export function isOverlayOpen(): boolean {
  return document.querySelector("html[data-pending=panel], dialog[open], details[data-menu][open]") !== null;
}

/** Whether the key was pressed alone: with Ctrl, Alt or ⌘ it is the browser's or the system's. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
}

/** `off` while a person does without shortcuts of a single key. */
export const SHORTCUTS_COOKIE = "shortcuts";

/** Whether single letters do something, as the frame of the page says it. */
export function singleKeysAreOn(): boolean {
  return document.querySelector("[data-shortcuts=off]") === null;
}
