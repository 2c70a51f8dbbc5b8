import fc from "fast-check";
import { expect, test } from "vitest";
import { inTransaction } from "@/lib/db";
import { useTestDatabase } from "@/lib/testing/database";
import { COPY_NULL, copyArray, copyIn, copyText } from "./copy-in";

const { pool } = useTestDatabase();

// What a form of COPY or of an array gives a meaning to, and ends that look like one.
const texts = fc.string({
  unit: fc.constantFrom(..."\\tn\t\n\r\"'{},.N é😀".split(/(?:)/u), "\\N", "\\.", "null"),
  maxLength: 12,
});

test("every text and every list of texts comes out as it went in", async () => {
  await pool.query("create table copied (place int, said text, list text[], nothing text)");
  const rows = fc.array(fc.record({ said: texts, list: fc.array(texts, { minLength: 1, maxLength: 5 }) }));
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const lines = given.map(
        ({ said, list }, place) => `${place}\t${copyText(said)}\t${copyArray(list)}\t${COPY_NULL}\n`,
      );
      const kept = await inTransaction(pool, async (tx) => {
        await tx.query("delete from copied");
        await copyIn(tx, "copy copied from stdin", lines);
        return (await tx.query("select said, list, nothing from copied order by place")).rows;
      });
      expect(kept).toEqual(given.map((row) => ({ ...row, nothing: null })));
    }),
    { numRuns: 60, verbose: 1 },
  );
  await pool.query("drop table copied");
});

test("what the database refuses is told, and the connection goes on", async () => {
  await pool.query("create table copied (place int)");
  const tx = await pool.connect();
  await expect(copyIn(tx, "copy copied from stdin", ["1\n", "none\n"])).rejects.toThrow("none");
  await expect(copyIn(tx, "copy nowhere from stdin", ["1\n"])).rejects.toThrow("nowhere");
  expect((await tx.query("select count(*)::int as count from copied")).rows).toEqual([{ count: 0 }]);
  tx.release();
  await pool.query("drop table copied");
});
