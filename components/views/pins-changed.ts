/** Told on the window when the side bar must be read again. */
export const PINS_CHANGED = "mitra:pins";

export function tellPinsChanged(): void {
  window.dispatchEvent(new Event(PINS_CHANGED));
}
