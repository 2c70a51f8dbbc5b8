import fc from "fast-check";
import type { Pool, PoolClient } from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { readRow } from "@/lib/imports/checking/row-input";
import { getImport } from "@/lib/imports/queries";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { matchHeadings } from "@/lib/spreadsheet/rows/headings";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, csvOf, HEADINGS, handIn, makeRow, rowsOf } from "@/lib/testing/import-files";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { readImport } from "./read";
import { lineOf, writeRows } from "./rows";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
});

const never = () => false;
const check = (rows: string[][], headings?: readonly string[]) =>
  checkFile(pool, rina, csvOf(rows, headings));
const keysOf = async (id: string) => (await rowsOf(rina, id)).map(({ rowKey }) => rowKey);
const partsOf = async (id: string) =>
  (await pool.query("select 1 from import_part where import_id = $1", [id])).rowCount;

/** What an undisturbed process makes of a file. Its rows are then thrown away, so that others do not resemble them. */
async function readInOneGo(text: string) {
  const id = await checkFile(pool, rina, text);
  const whole = await readAll(id);
  await pool.query("delete from import_row where import_id = $1", [id]);
  return whole;
}

/** Everything that reading writes about a batch. */
async function readAll(id: string) {
  const { createdAt: _, id: __, ...view } = await getImport(rina, id);
  return { view, rows: await rowsOf(rina, id), parts: await partsOf(id) };
}

test("a file is read and checked, and its pieces are thrown away", async () => {
  const twice = makeRow();
  const id = await check([twice, makeRow({ invited_user_email: "sari@melati" }), twice]);
  const { view, rows, parts } = await readAll(id);
  expect(view).toMatchObject({ status: "checked", rowCount: 3, checkedCount: 3 });
  expect(view.rows).toMatchObject({ ready: 1, problems: 1, skipped: 1 });
  expect(rows.map(({ position, state }) => [position, state])).toEqual([
    [2, "ready"],
    [3, "problems"],
    [4, "skipped"],
  ]);
  expect(rows[1]?.problems).toMatchObject([{ field: "invitedUserEmail", code: "email_no_ending" }]);
  expect(parts).toBe(0);
});

test("a column that is none of ours is kept, also behind the last heading", async () => {
  const [wide, narrow, cut] = [makeRow(), makeRow(), makeRow()];
  const id = await check(
    [[...wide, "a", "b"], narrow, cut.slice(0, 4), [...makeRow(), "", ""]],
    [...HEADINGS, "note"],
  );
  const [first, second, third, fourth] = await rowsOf(rina, id);
  expect(first).toMatchObject({ cells: [...wide, "a", "b"], state: "warnings" });
  expect(await getImport(rina, id)).toMatchObject({ headings: [...HEADINGS, "note", ""] });
  expect(first?.warnings).toEqual([{ field: null, code: "row_too_long", params: { cells: 9, columns: 8 } }]);
  expect(second).toMatchObject({ cells: [...narrow, ""], state: "ready", warnings: [] });
  expect(third?.warnings).toEqual([{ field: null, code: "row_too_short", params: { cells: 4, columns: 8 } }]);
  expect(fourth).toMatchObject({ state: "ready", warnings: [] });
});

test("a file that turns out to be unreadable keeps no rows, and says why", async () => {
  const rows = Array.from({ length: 1_200 }, () => makeRow());
  const id = await handIn(rina, `${csvOf(rows)}\n"Kopi Senja`);
  expect(await readImport(pool, id, never)).toBe("ended");
  const { view, rows: kept, parts } = await readAll(id);
  expect(view).toMatchObject({ status: "refused", rowCount: 0, refusal: { code: "open_quote" } });
  expect([kept, parts]).toEqual([[], 0]);
});

/** A query that is no text, and answers through itself. */
type Copy = { callback: (error: Error | undefined, result?: unknown) => void };
const isCopy = (query: unknown): query is Copy =>
  typeof query === "object" && query !== null && "callback" in query;

/** A pool of a process that dies when its `lives`-th statement has had its effect, of which it hears no more. */
function createDyingPool(lives: number): Pool {
  let left = lives;
  const died = new Error("the process died");
  async function statement<T>(run: () => Promise<T>): Promise<T> {
    left -= 1;
    if (left < 0) throw died;
    const result = await run();
    if (left === 0) throw died;
    return result;
  }
  const dying = <Target extends Pool | PoolClient>(target: Target): Target =>
    new Proxy(target, {
      get(_, property) {
        if (property === "query")
          return (...args: Parameters<Pool["query"]> | [Copy]) => {
            const run = (given: unknown[]) => Promise.resolve(Reflect.apply(target.query, target, given));
            const [copy] = args;
            if (!isCopy(copy)) return statement(() => run(args));
            const { callback } = copy;
            const copied = () =>
              new Promise((resolve, reject) => {
                copy.callback = (error, result) => (error ? reject(error) : resolve(result));
                void run([copy]);
              });
            return statement(copied).then((result) => callback(undefined, result), callback);
          };
        if (property === "connect") return async () => dying(await pool.connect());
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return dying(pool);
}

describe("F42: an import that dies half way", () => {
  /** More than two batches, with all that can be found inside a file. */
  function makeFile(): string {
    const rows = Array.from({ length: 1_100 }, () => makeRow());
    const [first = [], second = []] = rows;
    rows[700] = first;
    rows[701] = makeRow({ phone_number: second[3] ?? "" });
    rows[702] = makeRow({ partner_reference: "A-1" });
    rows[1_099] = makeRow({ partner_reference: "a-1" });
    return csvOf(rows);
  }

  test("F42: goes on behind what is written, whichever statement was the last, and gives the same rows", async () => {
    const text = makeFile();
    const whole = await readInOneGo(text);
    expect(whole.view.rows).toMatchObject({ ready: 1_097, skipped: 1, warnings: 1, problems: 1 });
    let deaths = 0;
    for (let hasDied = true; hasDied; ) {
      const id = await handIn(rina, text);
      hasDied = await readImport(createDyingPool(deaths + 1), id, never).then(
        () => false,
        () => true,
      );
      await readImport(pool, id, never);
      expect(await readAll(id), `after statement ${deaths + 1}`).toEqual(whole);
      await pool.query("delete from import_row where import_id = $1", [id]);
      if (hasDied) deaths += 1;
    }
    expect(deaths).toBeGreaterThan(15);
    // Some thirty readings of the file, each to its end.
  }, 240_000);

  test("F42: a process that is asked to stop leaves after the rows in hand, and another goes on", async () => {
    const text = makeFile();
    const whole = await readInOneGo(text);
    const id = await handIn(rina, text);
    let runs = 0;
    // Each one may take one look before it is asked to stop.
    for (let result = "again"; result === "again"; runs += 1) {
      let looks = 0;
      result = await readImport(pool, id, () => ++looks > 1);
    }
    expect(runs).toBeGreaterThan(2);
    expect(await readAll(id)).toEqual(whole);
    await pool.query("delete from import_row where import_id = $1", [id]);
  });

  test("F42: two processes at the same file write each row once", async () => {
    const text = makeFile();
    const whole = await readInOneGo(text);
    const id = await handIn(rina, text);
    await Promise.all([readImport(pool, id, never), readImport(pool, id, never)]);
    expect(await readImport(pool, id, never)).toBe("ended");
    expect(await readAll(id)).toEqual(whole);
    await pool.query("delete from import_row where import_id = $1", [id]);
  });
});

test("rows that another process has written, or that nobody reads any more, are not written again", async () => {
  const importId = await handIn(rina, csvOf([makeRow()]));
  const read = { cells: makeRow(), kinds: null, isHidden: false, checked: null };
  const lines = (row: number) => ({
    texts: [lineOf(importId, { ...read, row })],
    count: 1,
    areChecked: false,
  });
  const write = (after: number, sheet: string | null = null) =>
    writeRows(pool, { importId, sheet, after, rows: lines(after + 2) });
  expect(await write(0)).toBe(true);
  expect(await write(0)).toBe(false);
  expect(await write(2)).toBe(false);
  expect(await write(1, "Another sheet")).toBe(false);
  expect(await write(1)).toBe(true);
  await pool.query("update import set status = 'refused' where id = $1", [importId]);
  expect(await write(2)).toBe(false);
  expect(await rowsOf(rina, importId)).toHaveLength(2);
});

describe("who a row is", () => {
  test("is the same when the file is handed in again, however it is written", async () => {
    const rows = [makeRow(), makeRow({ partner_reference: "KS-1" }), makeRow({ phone_number: "12" })];
    const other = rows.map(([name = "", ...rest]) => [` ${name.toUpperCase()}`, ...rest, "a note"]);
    const first = await keysOf(await check(rows));
    expect(await keysOf(await check(rows))).toEqual(first);
    expect(await keysOf(await check(other, [...HEADINGS, "note"]))).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });

  test("does not hang on the order of rows, nor on rows between them", async () => {
    const merchants = Array.from({ length: 6 }, () => makeRow());
    const file = fc.array(fc.nat({ max: merchants.length - 1 }), { minLength: 1, maxLength: 12 });
    const order = fc.infiniteStream(fc.nat());
    await fc.assert(
      fc.asyncProperty(file, order, fc.nat({ max: 3 }), async (chosen, places, more) => {
        const rows = chosen.map((index) => merchants[index] ?? []);
        const shuffled = rows
          .map((cells) => ({ cells, place: places.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ cells }) => cells);
        const added = Array.from({ length: more }, () => makeRow());
        const keys = await keysOf(await check(rows));
        const again = await keysOf(await check([...added, ...shuffled]));
        expect(new Set(keys).size).toBe(rows.length);
        expect(again.slice(more).sort()).toEqual(keys.sort());
      }),
      { numRuns: 15, verbose: 1 },
    );
  });

  const RESULTS = ["status", "business_id", "brand_ids", "problem", "what_to_do", "row_key"];
  const withKey = (cells: readonly string[], key: string) => [...cells, "Failed", "", "", "", "", key];

  test("is what the result file says, whatever the row says now", async () => {
    const [key = ""] = await keysOf(await check([makeRow()]));
    const id = await check(
      [makeRow(), withKey(makeRow(), key.toUpperCase())].map((cells) => [...cells]),
      [...HEADINGS, ...RESULTS],
    );
    const [other, known] = await rowsOf(rina, id);
    expect(known?.rowKey).toBe(key);
    expect(other?.rowKey).not.toBe(key);
  });

  test("is not taken from a key that nobody knows", async () => {
    const row = makeRow();
    const [key] = await keysOf(await check([row]));
    const stranger = "01890a5d-ac96-774b-bcce-b302099a8057";
    const id = await check([withKey(row, stranger), withKey(makeRow(), "=1+1")], [...HEADINGS, ...RESULTS]);
    const keys = await keysOf(id);
    expect(keys[0]).toBe(key);
    expect(keys).not.toContain(stranger);
  });

  test("stays with the row that still says the same where a row was copied with its key", async () => {
    const row = makeRow();
    const [key = ""] = await keysOf(await check([row]));
    const copies = Array.from({ length: 9 }, () => withKey(makeRow(), key));
    copies[1] = withKey(row, key);
    const keys = await keysOf(await check(copies, [...HEADINGS, ...RESULTS]));
    expect(keys[1]).toBe(key);
    expect(new Set(keys).size).toBe(9);
  });

  /** Registers each row as a batch would, and says that DOKU took it, or refused it; the keys of the rows. */
  async function registerRows(
    rows: readonly string[][],
    status: "INVITED" | "NEEDS_FIX" = "INVITED",
  ): Promise<string[]> {
    const batch = await check(rows.map((cells) => [...cells]));
    const keys = await keysOf(batch);
    for (const [index, cells] of rows.entries()) {
      const fields = matchHeadings(HEADINGS, new Map()).fields;
      const values = { ...readRow(cells, { fields, madeReference: "" }).input, country: "ID" };
      values.partnerReference ||= `T-${keys[index]?.slice(0, 18)}`;
      const submission = makeSubmission({ formKey: keys[index] ?? "", values });
      const saved = await registerMerchant(rina, submission);
      if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
      await pool.query("update registration set status = $2, next_run_at = null where id = $1", [
        saved.id,
        status,
      ]);
    }
    return keys;
  }

  const standingOf = async (rows: readonly string[][]) =>
    (await rowsOf(rina, await check([...rows], [...HEADINGS, ...RESULTS]))).map((row) => ({
      key: row.rowKey,
      state: row.state,
      codes: row.warnings.map(({ code }) => code),
    }));

  test("is that of its content where finished rows were written over, so that nobody is taken for another", async () => {
    const keys = await registerRows([makeRow(), makeRow()]);
    const standing = await standingOf(keys.map((key) => withKey(makeRow(), key)));
    for (const { key, state } of standing) {
      expect(keys).not.toContain(key);
      expect(state).toBe("ready");
    }
  });

  test("goes with the row's own words where only some columns were sorted", async () => {
    const [first, second] = [makeRow(), makeRow()];
    const [one = "", other = ""] = await registerRows([first, second]);
    const standing = await standingOf([withKey(second, one), withKey(first, other)]);
    expect(standing).toEqual([
      { key: other, state: "done", codes: [] },
      { key: one, state: "done", codes: [] },
    ]);
  });

  test("stays with a finished row that was corrected, which is told that this is not sent", async () => {
    const row = makeRow();
    const [key = ""] = await registerRows([row]);
    const corrected = [...row];
    corrected[3] = "081234567890";
    const id = await check([withKey(corrected, key)], [...HEADINGS, ...RESULTS]);
    const [standing] = await rowsOf(rina, id);
    expect(standing).toMatchObject({ rowKey: key, state: "done", problems: [] });
    expect(standing?.warnings.map(({ code }) => code)).toEqual(["done_differs"]);
    expect((await getImport(rina, id)).differing).toBe(1);
  });

  test("is kept by a registration that is fixed in the form, so that its file does not make it again", async () => {
    const row = makeRow({ partner_reference: `FIX-${Date.now()}` });
    const [key = ""] = await registerRows([row], "NEEDS_FIX");
    const { id } = (
      await pool.query<{ id: string }>("select id from registration where form_key = $1", [key])
    ).rows[0] ?? { id: "" };
    const mended = [...row];
    mended[4] = "baru@kopisenja.example";
    const { fields } = matchHeadings(HEADINGS, new Map());
    const values = { ...readRow(mended, { fields, madeReference: "" }).input, country: "ID" };
    const fix = makeSubmission({ registrationId: id, values });
    expect(await registerMerchant(rina, fix)).toEqual({ kind: "saved", id });
    // Pressed twice, it is the same fix.
    expect(await registerMerchant(rina, fix)).toEqual({ kind: "saved", id });
    await pool.query("update registration set status = 'INVITED' where id = $1", [id]);
    const standing = await standingOf([[...row], withKey(mended, key)]);
    expect(standing.filter(({ state }) => state === "done")).toHaveLength(1);
    expect(standing.filter(({ state }) => state === "ready")).toEqual([]);
  });
});
