import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locale";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import { checkRegistration } from "@/lib/registrations/input/schema";
import { matchHeadings } from "@/lib/spreadsheet/rows/headings";
import { TEMPLATE_EXAMPLES, templateHeadings } from "@/lib/spreadsheet/rows/template-columns";
import { readArchive, readSheet } from "@/lib/testing/read-workbook";
import { writeTemplate } from "./template";
import { readRows } from "./testing/read-rows";

describe.each(LOCALES.map((locale) => [locale]))("the template (%s)", (locale) => {
  test("has a column for every field, and no row of its own when it comes back", async () => {
    expect(matchHeadings(templateHeadings(locale), new Map())).toMatchObject({ missing: [], doubled: [] });
    for (const format of ["csv", "xlsx"] as const) {
      const file = await buffer(writeTemplate(format, locale));
      expect(await readRows(file)).toMatchObject({ refused: "headings_only" });
    }
  });

  test("shows examples, and explains every column in both languages", async () => {
    const file = await buffer(writeTemplate("xlsx", locale));
    expect(readSheet(file, 1).map(([name]) => name)).toEqual([
      templateHeadings(locale)[0],
      "Kopi Senja",
      "Toko Roti Pelangi",
    ]);
    const notes = readSheet(file, 2);
    expect(notes[0]).toEqual(["Column - Kolom", "English", "Bahasa Indonesia"]);
    expect(notes.slice(1, 8).map(([name]) => name)).toEqual(templateHeadings(locale));
    expect(notes.every((cells) => cells.length === 3 && cells.every((text) => text !== ""))).toBe(true);
  });

  test("keeps what is typed under its headings as text", async () => {
    const files = readArchive(await buffer(writeTemplate("xlsx", locale)));
    const style = /<col min="1" max="7"[^>]* style="(\d)"/.exec(
      String(files.get("xl/worksheets/sheet1.xml")),
    )?.[1];
    const formats =
      String(files.get("xl/styles.xml"))
        .split("<cellXfs")[1]
        ?.match(/<xf [^>]*>/g) ?? [];
    expect(formats[Number(style)]).toContain('numFmtId="49"');
  });
});

test("the examples are filled in as a row has to be", () => {
  for (const example of TEMPLATE_EXAMPLES) {
    const cellOf = (field: RegistrationField) => example[REGISTRATION_FIELDS.indexOf(field)] ?? "";
    const check = checkRegistration({
      businessName: cellOf("businessName"),
      representativeName: cellOf("representativeName"),
      representativeEmail: cellOf("representativeEmail"),
      country: "ID",
      phoneNumber: cellOf("phoneNumber"),
      invitedUserEmail: cellOf("invitedUserEmail"),
      referralCode: cellOf("referralCode"),
      partnerReference: cellOf("partnerReference") || "MTR-1",
    });
    expect(check).toMatchObject({ ok: true, warnings: [] });
  }
});
