/** A whole number that a file writes with its digits alone. */
export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** 0 for `A1`, 26 for `AA7`; null without a place. */
export function columnOf(place: string | undefined): number | null {
  const letters = /^([A-Za-z]{1,4})\d/.exec(place ?? "")?.[1];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Row 7 and column 26 for `AA7`, also with dollar signs; null without a place. */
export function placeOf(place: string | undefined): { row: number; column: number } | null {
  const bare = place?.replaceAll("$", "");
  const row = wholeNumber(/\d+$/.exec(bare ?? "")?.[0]);
  const column = columnOf(bare);
  return row === null || column === null ? null : { row, column };
}
