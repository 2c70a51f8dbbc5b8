import { SHEET_LIMITS } from "@/lib/spreadsheet/bytes/refusal";

/** The largest file that is taken. */
export const UPLOAD_MAX_BYTES = 50 * 1024 * 1024;
export const MAX_COLUMNS = SHEET_LIMITS.columns;
/** In characters, also of a cell that is changed in the grid. */
export const MAX_CELL_LENGTH = SHEET_LIMITS.cellCharacters;
