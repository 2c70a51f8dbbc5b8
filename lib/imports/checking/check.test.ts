import fc from "fast-check";
import { expect, test } from "vitest";
import { CELL_FINDING_CODES } from "@/lib/imports/import-view";
import { decideRow } from "@/lib/imports/sending/row-decision";
import { partnerReferenceOfRow } from "@/lib/registrations/intake/derived-id";
import type { RowKinds } from "@/lib/spreadsheet/cells/cell-kind";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { checkRow } from "./check";

const FIELDS = [
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
] as const;

function findingsOf(phoneNumber: string) {
  const cells = ["Kopi Senja", "Budi Contoh", "budi@toko.example", phoneNumber, "kasir@toko.example"];
  const { state, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator" });
  return { state, codes: warnings.map(({ code }) => code) };
}

test.each([
  ["81500000000", "what Excel leaves of a shortened number"],
  ["6281500000000", "the same with the calling code"],
  [" 81510200000 ", "with five zeros and spaces around"],
])("%j is to be looked at: %s", (phone) => {
  expect(findingsOf(phone)).toEqual({ state: "warnings", codes: ["phone_rounded"] });
});

test.each([
  ["81510229216", "a number with all its digits"],
  ["81510220000", "four zeros, which many numbers have"],
  ["081500000000", "a trunk zero, which no number of a spreadsheet has"],
  ["+6281500000000", "a plus, which none has either"],
])("%j is ready: it has %s", (phone) => {
  expect(findingsOf(phone)).toEqual({ state: "ready", codes: [] });
});

const COLUMNS: readonly HeadingField[] = [...FIELDS, "referralCode", "partnerReference", ""];
const ROW = [
  "Kopi Senja",
  "Budi Contoh",
  "budi@toko.example",
  "081510229216",
  "kasir@toko.example",
  "",
  "",
  "Bandung",
];

test.each(["-", "–", "N/A", "nan", "tidak ada"])(
  "%j in the optional columns is nothing, and is told",
  (nothing) => {
    const cells = ROW.toSpliced(5, 2, nothing, nothing);
    const checked = checkRow(cells, { fields: COLUMNS, environment: "simulator" });
    expect(checked).toMatchObject({ state: "ready", keys: { reference: "" } });
    expect(checked.warnings).toEqual([
      { field: "referralCode", code: "taken_empty", params: { text: nothing } },
      { field: "partnerReference", code: "taken_empty", params: { text: nothing } },
    ]);
  },
);

test("one column that fills both addresses is spoken of once", () => {
  const fields: readonly HeadingField[] = ["businessName", "representativeName", "bothEmails", "phoneNumber"];
  const said = (email: string) =>
    checkRow([...ROW.slice(0, 2), email, "081510229216"], { fields, environment: "simulator" });
  expect(said("").problems).toEqual([{ field: "representativeEmail", code: "representative_email_missing" }]);
  expect(said("a@b.co, c@d.co").problems).toMatchObject([
    { field: "representativeEmail", code: "email_two" },
  ]);
  expect(said("Budi <budi@gmial.com>").warnings).toMatchObject([
    { code: "email_typo" },
    { code: "taken_email" },
  ]);
  expect(said("budi@a.id")).toMatchObject({
    state: "ready",
    keys: { representativeEmail: "budi@a.id", invitedUserEmail: "budi@a.id" },
  });
});

const cell = fc.oneof(
  fc.constantFrom(
    ...ROW,
    "-",
    "N/A",
    "null",
    "Null",
    "xxx",
    ".",
    "a@b.co; c@d.co",
    "mailto:a@b.co",
    "(021) 5795500-01",
  ),
  fc.constantFrom(
    "555-1234",
    "08-12-2021",
    "MTR-1",
    "mtr ü",
    "0".repeat(80),
    "ABC123",
    "A B",
    " ",
    "\u200B",
    "8.15E+10",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const columns = fc.constantFrom<readonly HeadingField[]>(
  COLUMNS,
  [
    "businessName",
    "representativeName",
    "bothEmails",
    "phoneNumber",
    "partnerReference",
    "referralCode",
    "",
    "",
  ],
  FIELDS,
);

const CELL_CODES: ReadonlySet<string> = new Set<string>(CELL_FINDING_CODES);

test("whatever the check says of a row is what sending does", () => {
  fc.assert(
    fc.property(
      fc.array(cell, { maxLength: 8 }),
      fc.array(fc.nat(7)),
      columns,
      fc.uuid(),
      (cells, kept, fields, rowKey) => {
        // Mostly a sound row with some cells of any kind, so that both endings come often.
        const mixed = cells.map((text, place) => (kept.includes(place) ? text : (ROW[place] ?? "")));
        const checked = checkRow(mixed, { fields, environment: "simulator" });
        // Only a row without problems is handed out: not one that is left out, nor one with a cell that Excel spoilt.
        const isSpoilt = checked.problems.some(({ code }) => CELL_CODES.has(code));
        if (checked.state === "skipped" || isSpoilt) return;
        const row = { position: 1, rowKey, cells: mixed, warnings: checked.warnings, acceptedReason: null };
        const decision = decideRow(row, { batch: { fields, sendingAt: new Date(0) }, existing: null });
        if (checked.problems.length > 0) {
          expect(decision).toMatchObject({ kind: "problems", problems: checked.problems });
          return;
        }
        if (decision.kind !== "create") throw new Error(`The row is ready and becomes ${decision.kind}`);
        const { keys, phone } = decision.checked;
        expect({ ...keys, phone: phone.e164 }).toEqual({
          ...checked.keys,
          reference: undefined,
          partnerReference: checked.keys.reference || partnerReferenceOfRow(rowKey).toLowerCase(),
        });
      },
    ),
    { numRuns: 3_000 },
  );
});

test("a formula that came to 0 is told once, and a 0 that was typed is too", () => {
  const cells = ["0", ...ROW.slice(1)];
  const codes = (kinds: RowKinds) =>
    checkRow(cells, { fields: COLUMNS, environment: "simulator", kinds }).warnings.map(({ code }) => code);
  expect(codes({ 0: { kind: "zero" } })).toEqual(["cell_zero"]);
  expect(codes(null)).toEqual(["placeholder_doubtful"]);
});
