import type { CellFindingCode, RowFinding } from "@/lib/imports/import-view";
import { normalisePhone } from "@/lib/registrations/input/phone";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { CellKind } from "@/lib/spreadsheet/cells/cell-kind";
import { cleanLine } from "@/lib/text/characters";
import { looksLikeMoment, spoiltLetters } from "./cell-text";

/** What is said about a cell, and whether the row can be sent in spite of it once a person has accepted it. */
export type CellFinding = { isProblem: boolean; finding: RowFinding };

/**
 * What a cell was in its file, where a person would not send that: what Excel made of what was typed, or shows in place
 * of it. Null for a cell that is what it says. Pure.
 */
export function judgeCell(
  field: RegistrationField,
  text: string,
  kind: CellKind | undefined,
): CellFinding | null {
  if (!kind) return judgeText(field, text, false);
  const problem = (code: CellFindingCode, params?: RowFinding["params"]) => say(true, field, code, params);
  switch (kind.kind) {
    case "typed":
      return judgeText(field, text, true);
    case "error":
      return problem("cell_error", { text });
    case "boolean":
      return problem("cell_boolean", { text });
    case "formula":
      return problem("cell_formula");
    case "moment":
      return problem("cell_moment", { text, shown: kind.shown });
    case "merged":
      return problem("cell_merged", { row: kind.row });
    case "zero":
      return say(false, field, "cell_zero");
    case "format":
      return judgeFormat(field, text, kind.shown);
  }
}

function judgeFormat(field: RegistrationField, text: string, shown: string | null): CellFinding | null {
  if (shown === null) return say(false, field, "cell_format_unknown", { text });
  if (isSameValue(field, text, shown)) return null;
  return say(false, field, "cell_format", { text, shown });
}

/** Whether what a cell shows is taken as what it holds: how a phone number is parted does not count. */
function isSameValue(field: RegistrationField, text: string, shown: string): boolean {
  if (field !== "phoneNumber") return cleanLine(text) === cleanLine(shown);
  const [held, seen] = [text, shown.replaceAll(",", "")].map((each) => normalisePhone(each, "ID"));
  return held?.ok === true && seen?.ok === true && held.e164 === seen.e164;
}

const ERROR =
  /^#(?:N\/[AD]|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!|ERROR!|GETTING_DATA|#{2,})$|^Err:\d{3}$/i;
const PARTED_DIGITS = /^(?:[\d ]+[:./-]|\d\d? [a-z]{3,9} \d{4}$)/i;
const SUSPECT_WORD = /^(?:[a-z]{3,9}-\d|true|false|err:)/i;
const BOOLEAN = /^(?:TRUE|FALSE)$/i;

/** The same of text, which is all that a CSV file has. What a person typed here is held against less. */
function judgeText(field: RegistrationField, text: string, isTyped: boolean): CellFinding | null {
  if (!isSuspect(text)) return judgeLetters(field, text);
  const said = text.length > 60 ? "" : text.trim();
  if (ERROR.test(said)) return say(true, field, "cell_error", { text: said });
  const isEmail = field === "representativeEmail" || field === "invitedUserEmail";
  if (isEmail || isTyped) return judgeLetters(field, text);
  if (said.startsWith("=") && field !== "phoneNumber") return say(false, field, "text_formula");
  if (looksLikeMoment(said)) return say(field === "phoneNumber", field, "text_moment", { text: said });
  if (BOOLEAN.test(said) && field !== "phoneNumber") return say(false, field, "text_boolean", { text: said });
  return judgeLetters(field, text);
}

/** Nearly no cell is, and its first character tells: a file has seven hundred thousand of them. */
function isSuspect(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return PARTED_DIGITS.test(text);
  if ((first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a) return SUSPECT_WORD.test(text);
  return text !== "";
}

function judgeLetters(field: RegistrationField, text: string): CellFinding | null {
  if (field !== "businessName" && field !== "representativeName") return null;
  const spoilt = spoiltLetters(text);
  if (spoilt === null) return null;
  return spoilt.meant === null
    ? say(false, field, "letters_lost")
    : say(false, field, "letters_spoilt", { shown: spoilt.meant });
}

function say(
  isProblem: boolean,
  field: RegistrationField,
  code: CellFindingCode,
  params?: RowFinding["params"],
): CellFinding {
  return { isProblem, finding: params ? { field, code, params } : { field, code } };
}
