import fc from "fast-check";
import { expect, test } from "vitest";
import { createRepeatFinder } from "./repeated-keys";

type Row = Parameters<ReturnType<typeof createRepeatFinder>["add"]>[0];

const word = fc.constantFrom(
  "",
  "",
  "a",
  "b",
  "ab",
  "ba",
  "é",
  "x".repeat(300),
  "+628151022921",
  "+628151022922",
);
const row: fc.Arbitrary<Row> = fc.record({
  keys: fc.record({
    reference: word,
    name: word,
    representativeEmail: word,
    invitedUserEmail: word,
    phone: word,
  }),
  contentKey: fc.constantFrom("1", "2", "3", "4"),
});

function findIn(rows: readonly Row[]) {
  const finder = createRepeatFinder();
  rows.forEach(finder.add);
  const found = finder.repeated();
  return found && { ...found, ...sorted(found) };
}

const sorted = (lists: { [List in "references" | "names" | "emails" | "phones"]: readonly string[] }) => ({
  references: lists.references.toSorted(),
  names: lists.names.toSorted(),
  emails: lists.emails.toSorted(),
  phones: lists.phones.toSorted(),
});

/** What stands in two rows or more, by looking at each for each. */
function inSeveral(rows: readonly Row[], textsOf: (row: Row) => readonly string[]): string[] {
  const texts = new Set(rows.flatMap(textsOf).filter((text) => text !== ""));
  return [...texts].filter((text) => rows.filter((each) => textsOf(each).includes(text)).length > 1);
}

test("what stands in several rows is found, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
      expect(findIn(rows)).toEqual({
        ...sorted({
          references: inSeveral(rows, ({ keys }) => [keys.reference]),
          names: inSeveral(rows, ({ keys }) => [keys.name]),
          emails: inSeveral(rows, ({ keys }) => [keys.representativeEmail, keys.invitedUserEmail]),
          phones: inSeveral(rows, ({ keys }) => [keys.phone]),
        }),
        hasSameRows: inSeveral(rows, ({ contentKey }) => [contentKey]).length > 0,
      });
    }),
    { numRuns: 500, verbose: 1 },
  );
});

/** A row unlike any other, as those of a file mostly are. */
function rowOf(number: number): Row {
  const email = `budi.${number}@kopi.example`;
  const phone = `+62812${10_000_000 + number}`;
  const keys = { reference: `r-${number}`, name: `KOPI ${number}`, phone };
  return {
    keys: { ...keys, representativeEmail: email, invitedUserEmail: `t${email}` },
    contentKey: `${number}`,
  };
}

test("one repetition among a hundred thousand rows is found, and no other is taken for one", () => {
  const rows = Array.from({ length: 100_000 }, (_, number) => rowOf(number));
  rows.push({ ...rowOf(-1), keys: { ...rowOf(-1).keys, invitedUserEmail: "budi.7@kopi.example" } });
  expect(findIn(rows)).toEqual({
    ...{ references: [], names: [], emails: ["budi.7@kopi.example"], phones: [] },
    hasSameRows: false,
  });
});

test("of a file that mostly repeats nothing is told", () => {
  const rows = Array.from({ length: 3_000 }, (_, number) => rowOf(number));
  expect(findIn([...rows, ...rows])).toBeNull();
});
