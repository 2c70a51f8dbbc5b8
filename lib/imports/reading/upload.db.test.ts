import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { AppError } from "@/lib/errors";
import { UPLOAD_MAX_BYTES } from "@/lib/imports/upload-limits";
import { useTestDatabase } from "@/lib/testing/database";
import { csvOf, makeRow, piecesOfText, rowsOf } from "@/lib/testing/import-files";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { PART_BYTES } from "./parts";
import { readImport } from "./read";
import { receiveFile } from "./upload";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
let viewer: UserActor;
beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  viewer = await makeActor(await makePerson({ role: "viewer" }));
});
beforeEach(async () => {
  await pool.query("delete from import_row");
  await pool.query("delete from import");
  await pool.query("delete from graphile_worker._private_jobs");
});

const countOf = async (table: string) =>
  (await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count;

/** How much of everything there is: to see that nothing was written. */
const counts = () =>
  Promise.all(["import", "import_part", "audit_entry", "graphile_worker.jobs"].map(countOf));

async function* manyBytes(count: number): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(1_000_000, "a");
  for (let left = count; left > 0; left -= piece.length) yield piece.subarray(0, left);
}

test("a file is kept with its batch, its audit entry and its job", async () => {
  const text = csvOf([makeRow()]);
  const result = await receiveFile(rina, {
    name: "C:\\berkas\\merchant\u0000 baru.csv",
    bytes: piecesOfText(text, 7),
    announcedBytes: Buffer.byteLength(text),
  });
  const { rows: imports } = await pool.query("select id, status, file_name, format, bytes from import");
  expect(imports).toEqual([
    {
      id: result.kind === "received" && result.id,
      status: "reading",
      file_name: "merchant baru.csv",
      format: "csv",
      bytes: Buffer.byteLength(text),
    },
  ]);
  const { rows: parts } = await pool.query<{ bytes: Buffer }>("select bytes from import_part");
  expect(parts.map(({ bytes }) => bytes.toString())).toEqual([text]);
  const { rows: audit } = await pool.query(
    "select action, actor_id, subject_id from audit_entry order by id desc limit 1",
  );
  expect(audit).toEqual([{ action: "import.uploaded", actor_id: rina.id, subject_id: imports[0]?.id }]);
  const { rows: jobs } = await pool.query("select task_identifier, key from graphile_worker.jobs");
  expect(jobs).toEqual([{ task_identifier: "read_import", key: `read_import:${imports[0]?.id}` }]);
});

test("a large file is kept in pieces of one size, and read over their borders", async () => {
  const rows = Array.from({ length: 4_000 }, () => makeRow({ representative_name: "é".repeat(40) }));
  const result = await receiveFile(rina, {
    name: "merchants.csv",
    bytes: piecesOfText(csvOf(rows), 65_537),
    announcedBytes: null,
  });
  const { rows: parts } = await pool.query<{ length: number }>(
    "select length(bytes) as length from import_part order by position",
  );
  expect(parts.length).toBeGreaterThan(2);
  expect(new Set(parts.slice(0, -1).map(({ length }) => length))).toEqual(new Set([PART_BYTES]));
  const id = result.kind === "received" ? result.id : "";
  await readImport(pool, id, () => false);
  expect((await rowsOf(rina, id)).map(({ cells }) => cells)).toEqual(rows);
});

test("a file that says it is too large is not even looked at", async () => {
  const before = await counts();
  let isRead = false;
  async function* bytes() {
    isRead = true;
    yield Buffer.from("a");
  }
  const file = { name: "large.csv", bytes: bytes(), announcedBytes: UPLOAD_MAX_BYTES + 1 };
  expect(await receiveFile(rina, file)).toEqual({ kind: "too_large" });
  expect(isRead).toBe(false);
  expect(await counts()).toEqual(before);
});

test("a file that turns out to be too large leaves nothing behind, and is not read to its end", async () => {
  const before = await counts();
  let sent = 0;
  async function* endless() {
    for await (const piece of manyBytes(2 ** 31)) {
      sent += piece.length;
      yield piece;
    }
  }
  const file = { name: "large.csv", bytes: endless(), announcedBytes: 10 };
  expect(await receiveFile(rina, file)).toEqual({ kind: "too_large" });
  expect(sent).toBeLessThan(UPLOAD_MAX_BYTES + 2_000_000);
  expect(await counts()).toEqual(before);
});

test("an empty file leaves nothing behind", async () => {
  const before = await counts();
  const file = { name: "empty.csv", bytes: piecesOfText(""), announcedBytes: 0 };
  expect(await receiveFile(rina, file)).toEqual({ kind: "empty" });
  expect(await counts()).toEqual(before);
});

test.each([10, 1_000_000])("a line that breaks after %i bytes leaves nothing behind", async (count) => {
  const before = await counts();
  async function* broken() {
    yield* manyBytes(count);
    throw new Error("the browser has gone");
  }
  await expect(
    receiveFile(rina, { name: "broken.csv", bytes: broken(), announcedBytes: null }),
  ).rejects.toThrow("the browser has gone");
  expect(await counts()).toEqual(before);
});

test("who may not register merchants may hand in nothing", async () => {
  const before = await counts();
  const file = { name: "merchants.csv", bytes: piecesOfText(csvOf([makeRow()])), announcedBytes: null };
  await expect(receiveFile(viewer, file)).rejects.toThrow(new AppError("not_allowed"));
  expect(await counts()).toEqual(before);
});

test("two requests at once are two batches of the same rows", async () => {
  const text = csvOf([makeRow(), makeRow()]);
  const hand = () =>
    receiveFile(rina, { name: "merchants.csv", bytes: piecesOfText(text), announcedBytes: null });
  const results = await Promise.all([hand(), hand()]);
  const ids = results.map((result) => (result.kind === "received" ? result.id : ""));
  expect(new Set(ids).size).toBe(2);
  await Promise.all(ids.map((id) => readImport(pool, id, () => false)));
  const [first = [], second = []] = await Promise.all(ids.map((id) => rowsOf(rina, id)));
  expect(first.map(({ rowKey }) => rowKey)).toEqual(second.map(({ rowKey }) => rowKey));
  expect(first).toHaveLength(2);
});
