import type { Readable } from "node:stream";
import { LOCALES, type Locale } from "@/lib/i18n/locale";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { TEMPLATE_EXAMPLES, templateHeadings } from "@/lib/spreadsheet/rows/template-columns";
import { streamWorkbook } from "@/lib/spreadsheet/xlsx/write";
import { SHEET_NAME, writeSheet } from "./write";

/** What Excel takes for the end of a cell where the language writes decimals with a comma. */
const DELIMITER = { en: ",", id: ";" } as const satisfies Record<Locale, string>;

/**
 * A spreadsheet to fill in: headings in the person's language and two examples. As XLSX its columns are Text, so that
 * a phone number keeps its first 0, and a second sheet explains each column in both languages.
 */
export function writeTemplate(format: "csv" | "xlsx", locale: Locale): Readable {
  const headings = templateHeadings(locale);
  if (format === "csv")
    return writeSheet({ format, delimiter: DELIMITER[locale], headings, rows: examples() });
  return streamWorkbook({ sheetName: SHEET_NAME, headings, rows: examples(), about: notes(locale) });
}

/** `mitra-template.xlsx`, in the person's language. */
export function templateFileName(format: "csv" | "xlsx", locale: Locale): string {
  return `${createTranslatorFor(locale, "template")("fileName")}.${format}`;
}

async function* examples(): AsyncGenerator<(readonly string[])[]> {
  yield [...TEMPLATE_EXAMPLES];
}

function notes(locale: Locale): { sheetName: string; facts: [string, ...string[]][] } {
  const headings = templateHeadings(locale);
  const both = LOCALES.map((language) => createTranslatorFor(language, "template"));
  const name = createTranslatorFor(locale, "template");
  return {
    sheetName: name("notes.sheet"),
    facts: [
      [name("notes.column"), ...both.map((t) => t("notes.language"))],
      ...REGISTRATION_FIELDS.map((field, place): [string, ...string[]] => [
        headings[place] ?? field,
        ...both.map((t) => t(`columns.${field}`)),
      ]),
      [name("notes.examples"), ...both.map((t) => t("notes.examplesText"))],
      [name("notes.own"), ...both.map((t) => t("notes.ownText"))],
      [name("notes.check"), ...both.map((t) => t("notes.checkText"))],
    ],
  };
}
