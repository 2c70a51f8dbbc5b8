import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuditEntryMark, type DatabaseFacts, findRestoreSign, type Mark, markOf } from "./mark";

const FIRST = "0198c0de-0000-4000-8000-000000000001";
const SECOND = "0198c0de-0000-4000-8000-000000000002";
const ENTRY = { id: "40", print: "1790000000.5 import.sent 7" };

/** A database that was restored once, long ago, and is asked for the hundredth time. */
const FACTS: DatabaseFacts = {
  database: "7000/16384",
  identity: "7000/1/16384",
  identityBefore: "7000/1/16384",
  restores: [FIRST],
  beat: 100,
  entry: { id: "41", print: "1790000001.5 bulk.started 8" },
  entries: [ENTRY],
  waitsForDisk: true,
};
const MARK: Mark = { database: "7000/16384", restores: [FIRST], beat: 99, entry: ENTRY };

describe("F47: a database is taken for restored", () => {
  test.each([
    ["no mark, the same server", {}, [], null],
    ["another timeline than the one written down", { identity: "7000/2/16384" }, [], "another_server"],
    ["a mark of just before", {}, [MARK], null],
    ["the mark of a process that was away for long", {}, [{ ...MARK, beat: 3 }], null],
    ["a count that was reached before", {}, [{ ...MARK, beat: 100 }], "went_back"],
    ["a count from the future", {}, [{ ...MARK, beat: Number.MAX_SAFE_INTEGER }], "went_back"],
    ["an entry that is gone", { entries: [] }, [MARK], "entry_lost"],
    ["another entry under its number", { entries: [{ ...ENTRY, print: "other" }] }, [MARK], "entry_lost"],
    ["an audit log that was empty then", { entries: [] }, [{ ...MARK, entry: null }], null],
    ["a restore that it knows nothing of", {}, [{ ...MARK, restores: [FIRST, SECOND] }], "went_back"],
    ["a mark of before a restore that it knows", {}, [{ ...MARK, restores: [], beat: 5_000 }], null],
    [
      "a mark of before the last of two restores",
      { restores: [FIRST, SECOND] },
      [{ ...MARK, beat: 5_000 }],
      null,
    ],
    ["a mark of another database", {}, [{ ...MARK, database: "7000/16999", beat: 5_000 }], null],
    ["one bad mark among good ones", {}, [MARK, { ...MARK, beat: 200 }, MARK], "went_back"],
  ] satisfies [string, Partial<DatabaseFacts>, Mark[], string | null][])("%s", (_, change, marks, sign) => {
    expect(findRestoreSign({ ...FACTS, ...change }, marks)).toBe(sign);
  });
});

type Process = { mark: Mark; token: string };

test("a copy that was put back is noticed by the first who saw more than it, once, and nothing else is taken for it", () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant("look" as const), who: fc.nat(2) }),
    fc.constantFrom(...(["write", "copy", "putBack"] as const)).map((kind) => ({ kind, who: 0 })),
  );
  fc.assert(fc.property(fc.array(event, { maxLength: 80 }), play), { numRuns: 20_000 });
});

/** Lets a database and three processes live through it, and holds what they notice against what happened. */
function play(happened: readonly { kind: "look" | "write" | "copy" | "putBack"; who: number }[]): void {
  /** Each look leaves a token: it is there as long as what the look saw is. */
  let database = { beat: 0, restores: [] as string[], entries: [ENTRY], tokens: [] as string[] };
  let copy = structuredClone(database);
  const processes = new Map<number, Process>();
  /** Who saw what the last putting back has taken, and has not been told of it by the database itself. */
  let losers = new Set<number>();
  let isUntouched = false;
  for (const [step, { kind, who }] of happened.entries()) {
    if (kind === "write")
      database.entries.push({ id: String(40 + database.entries.length), print: `step ${step}` });
    if (kind === "copy") copy = structuredClone(database);
    if (kind === "putBack") {
      // Whoever was still to notice the one before may be too late; that is not what is asked here.
      if (losers.size > 0) return;
      const isTaken = ({ token }: Process) => database.tokens.includes(token) && !copy.tokens.includes(token);
      losers = new Set([...processes].filter(([, process]) => isTaken(process)).map(([name]) => name));
      database = structuredClone(copy);
      isUntouched = true;
    }
    if (kind !== "look") continue;
    const { mark, token } = processes.get(who) ?? { mark: null, token: null };
    const isLost = token !== null && !database.tokens.includes(token);
    const facts = look(database);
    const sign = findRestoreSign(facts, mark ? [mark] : []);
    // What was noticed in what is gone is told again by whoever knows of it, and had better be.
    const isKnown = mark?.restores.every((id) => database.restores.includes(id)) ?? true;
    if (!isLost || (losers.size === 0 && isKnown)) expect(sign).toBeNull();
    if (losers.has(who) && isUntouched) expect(sign).not.toBeNull();
    if (sign) {
      const gone = mark?.restores.filter((id) => !database.restores.includes(id)) ?? [];
      database.restores = [...gone, ...database.restores, `restore ${step}`];
      losers.clear();
    }
    database.tokens.push(`look ${step}`);
    isUntouched = false;
    processes.set(who, {
      mark: markOf({ ...facts, restores: [...database.restores] }),
      token: `look ${step}`,
    });
  }
}

function look(database: { beat: number; restores: string[]; entries: AuditEntryMark[] }): DatabaseFacts {
  database.beat += 1;
  const { beat, restores, entries } = structuredClone(database);
  return { ...FACTS, beat, restores, entries, entry: entries.at(-1) ?? null };
}
