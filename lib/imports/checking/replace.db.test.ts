import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { AppError } from "@/lib/errors";
import { getImport } from "@/lib/imports/queries";
import { sendImport } from "@/lib/imports/sending/send";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, csvOf, makeRow, rowsOf } from "@/lib/testing/import-files";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { acceptWarnings, editCell, leaveOutRow } from "./edits";
import { findReplaceable, replaceImport } from "./replace";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
let ani: UserActor;
beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  ani = await makeManager("Ani");
});
beforeEach(async () => {
  await pool.query("delete from import_row");
  await pool.query("delete from import");
});

const PHONE = 3;
const check = (rows: string[][], actor = rina) => checkFile(pool, actor, csvOf(rows));
const makeRows = (count: number) => Array.from({ length: count }, () => makeRow());
const NOW = { typedCount: null, holdAfterFirst: false, scheduledAt: null };
/** The same rows, the first `count` of them with another number, as a person corrects them. */
const corrected = (rows: string[][], count: number) =>
  rows.map((row, place) => (place < count ? row.with(PHONE, makeRow()[PHONE] ?? "") : row));

async function codesOf(id: string): Promise<string[]> {
  return (await rowsOf(rina, id)).flatMap(({ warnings }) => warnings.map(({ code }) => code));
}

test("a file that was corrected and uploaded again takes the place of the earlier one with one answer", async () => {
  const rows = makeRows(6);
  const earlier = await check(rows);
  const later = await check(corrected(rows, 4));
  expect(await codesOf(later)).toEqual(Array(4).fill("in_other_batch"));
  expect(await findReplaceable(rina, later)).toMatchObject({
    id: earlier,
    fileName: "merchants.csv",
    missing: 0,
  });
  await replaceImport(rina, { importId: later, replacedId: earlier });
  expect(await codesOf(later)).toEqual([]);
  expect(await getImport(rina, later)).toMatchObject({ status: "checked", rows: { ready: 6, warnings: 0 } });
  expect(await getImport(rina, earlier)).toMatchObject({ status: "stopped", replacedBy: { id: later } });
  await expect(sendImport(rina, { ...NOW, importId: earlier })).rejects.toThrow(
    new AppError("not_possible_now"),
  );
  // Pressed twice, it is the same answer.
  await replaceImport(rina, { importId: later, replacedId: earlier });
  expect(await findReplaceable(rina, later)).toBeNull();
  const { rows: audit } = await pool.query(
    "select subject_id, details from audit_entry where action = 'import.replaced'",
  );
  expect(audit).toEqual([{ subject_id: earlier, details: { by: later } }]);
});

test("a single row that was corrected is known by what it still says", async () => {
  const rows = makeRows(1);
  const earlier = await check(rows);
  expect(await findReplaceable(rina, await check(corrected(rows, 1)))).toMatchObject({
    id: earlier,
    missing: 0,
  });
});

test("rows that would be lost are counted, and a file that has few of them is no later upload", async () => {
  const rows = makeRows(10);
  const earlier = await check(rows);
  const most = await check([...rows.slice(0, 7), ...makeRows(20)]);
  expect(await findReplaceable(rina, most)).toMatchObject({ id: earlier, missing: 3 });
  expect(await findReplaceable(rina, await check(rows.slice(0, 4)))).toBeNull();
});

test("rows that were changed, accepted or left out by hand are counted once each, for that is not taken over", async () => {
  const rows = makeRows(5);
  const earlier = await check(rows);
  const [first = 0, second = 0, third = 0] = (await rowsOf(rina, earlier)).map(({ position }) => position);
  expect(await findReplaceable(rina, await check(rows))).toMatchObject({ id: earlier, edited: 0 });
  await editCell(rina, { importId: earlier, position: first, column: 1, text: "Siti" });
  await leaveOutRow(rina, { importId: earlier, position: first, isLeftOut: true });
  await leaveOutRow(rina, { importId: earlier, position: second, isLeftOut: true });
  await editCell(rina, { importId: earlier, position: third, column: 0, text: "Kopi & Teh" });
  await acceptWarnings(rina, { importId: earlier, position: third, reason: "" });
  await pool.query("delete from import where id <> $1", [earlier]);
  expect(await findReplaceable(rina, await check(rows))).toMatchObject({ id: earlier, edited: 3 });
});

test("another person's file, one that was sent, and a later one are never replaced", async () => {
  const rows = makeRows(3);
  const theirs = await check(rows, ani);
  const sent = await check(rows);
  await sendImport(rina, { ...NOW, importId: sent });
  const batch = await check(rows);
  const later = await check(rows);
  expect(await findReplaceable(rina, batch)).toBeNull();
  expect(await findReplaceable(ani, later)).toBeNull();
  for (const replacedId of [theirs, sent])
    await expect(replaceImport(rina, { importId: batch, replacedId })).rejects.toThrow(
      new AppError("not_possible_now"),
    );
  await expect(replaceImport(rina, { importId: batch, replacedId: batch })).rejects.toThrow(
    new AppError("not_found"),
  );
  expect((await getImport(ani, theirs)).status).toBe("checked");
});
