/** Text as it is, or a moment that the file writes in the person's zone. */
export type Cell = string | Date | null;

/** What a spreadsheet would take for a formula, and thereby for a command of whoever typed it; full-width signs too. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);
}
