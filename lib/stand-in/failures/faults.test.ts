import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { StandIn } from "@/lib/stand-in/server";
import {
  type CallAnswer,
  makeBody,
  makeWaits,
  sendCall,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import { FAILURES, type FailureKeyword, getFailure } from "./failures";
import { createFaultDraws, DEFAULT_FAULT_KINDS, drawFault, type Faults, faultsSchema } from "./faults";

const CLIENT = "BRN-1";
const anyFaults = fc.record({
  rate: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer(),
  mostInARow: fc.integer({ min: 0, max: 5 }),
  kinds: fc.array(fc.constantFrom(...DEFAULT_FAULT_KINDS), { minLength: 1 }),
});

/** What strikes the calls of these Request-Ids, in this order. */
function strike(faults: Faults, requestIds: readonly string[]): (FailureKeyword | null)[] {
  const draws = createFaultDraws();
  return requestIds.map(
    (requestId) => draws.next(faults, { clientId: CLIENT, requestId }, null)?.keyword ?? null,
  );
}

function longestRun(struck: readonly (FailureKeyword | null)[]): number {
  let longest = 0;
  let run = 0;
  for (const keyword of struck) {
    run = keyword === null ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

describe("drawn faults", () => {
  it("never strike one Request-Id more often in a row than they may, however calls interleave", () => {
    fc.assert(
      fc.property(
        anyFaults,
        fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 200 }),
        (faults, requestIds) => {
          const struck = strike(faults, requestIds);
          for (const id of ["a", "b", "c"]) {
            const own = struck.filter((_, at) => requestIds[at] === id);
            expect(longestRun(own)).toBeLessThanOrEqual(faults.mostInARow);
          }
        },
      ),
    );
  });

  it("are the same for the same seed, whatever the order in which the Request-Ids come", () => {
    fc.assert(
      fc.property(anyFaults, fc.uniqueArray(fc.uuid(), { maxLength: 20 }), (faults, ids) => {
        const byTurns = strike(faults, [...ids, ...ids, ...ids]);
        for (const [at, id] of ids.entries()) {
          const own = [byTurns[at], byTurns[at + ids.length], byTurns[at + 2 * ids.length]];
          expect(strike(faults, [id, id, id])).toEqual(own);
        }
      }),
    );
  });

  it("are of the kinds that are asked for, and strike the share of calls that is asked for", () => {
    const kinds: FailureKeyword[] = ["reset", "html"];
    const ids = Array.from({ length: 4_000 }, (_, n) => `request-${n}`);
    const struck = strike({ rate: 0.3, seed: 42, mostInARow: 3, kinds }, ids);
    const countOf = (keyword: FailureKeyword) => struck.filter((one) => one === keyword).length;
    expect(countOf("reset") / ids.length).toBeCloseTo(0.15, 1);
    expect(countOf("html") / ids.length).toBeCloseTo(0.15, 1);
    expect(countOf("reset") + countOf("html")).toBe(struck.filter((one) => one !== null).length);
  });

  it.each([
    [0, null],
    [1, "reset"],
  ] as const)("at a rate of %d strike %s", (rate, expected) => {
    const faults: Faults = { rate, seed: 1, mostInARow: 1, kinds: ["reset"] };
    for (const callNumber of [1, 2, 3]) {
      expect(drawFault(faults, { requestId: "a", callNumber, struckInARow: 0 })).toBe(expected);
    }
  });

  it("differ by their seed", () => {
    const ids = Array.from({ length: 50 }, (_, n) => `request-${n}`);
    const struckBy = (seed: number) => strike(faultsSchema.parse({ rate: 0.5, seed }), ids);
    expect(struckBy(1)).not.toEqual(struckBy(2));
  });

  it("count what an address asked for as one of those in a row", () => {
    const draws = createFaultDraws();
    const faults = faultsSchema.parse({ rate: 1, mostInARow: 2, kinds: ["reset"] });
    const call = { clientId: CLIENT, requestId: "a" };
    const struck = [getFailure("html"), null, null].map((asked) => draws.next(faults, call, asked)?.keyword);
    expect(struck).toEqual(["html", "reset", undefined]);
  });

  it("are by default of no kind that settles a registration, and on both sides of its creation", () => {
    const settling = /^(refused|unauthorized|badsignature|slow|brands|unsigned)/;
    expect(DEFAULT_FAULT_KINDS.filter((keyword) => settling.test(keyword))).toEqual([]);
    const sides = DEFAULT_FAULT_KINDS.map((keyword) => getFailure(keyword)?.when);
    expect(new Set(sides)).toEqual(new Set(["before", "after"]));
  });
});

describe("a stand-in with faults", () => {
  let standIn: StandIn;
  afterEach(() => standIn.close());

  /** Sends one call again and again; a cut connection is -1. */
  async function sendOften(requestId: string, times: number): Promise<number[]> {
    const call = { requestId, body: makeBody() };
    const statuses: number[] = [];
    while (statuses.length < times) {
      const answer: CallAnswer | null = await sendCall(standIn, call).catch(() => null);
      statuses.push(answer?.status ?? -1);
    }
    return statuses;
  }

  function start(faults: Partial<Faults> & { rate: number }, dedupe = true) {
    const { delay } = makeWaits({ isInstant: true });
    return startTestStandIn({ delay, switches: { dedupe, faults } });
  }

  it("answers at the latest after as many faults as it may put in a row, and makes one business", async () => {
    standIn = await start({ rate: 1, seed: 7, mostInARow: 3, kinds: ["reset", "error500", "html"] });
    const statuses = await sendOften("request-1", 8);
    expect(statuses.map((status) => status === 200 || status === 409)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(standIn.ledger.businesses()).toHaveLength(1);
    const failures = standIn.ledger.requests().map(({ failure }) => failure);
    expect(failures.map((failure) => failure === null)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it("meets the same faults again after a reset", async () => {
    standIn = await start({ rate: 0.5, seed: 7 });
    const first = await sendOften("request-1", 12);
    await fetch(`${standIn.url}/__stand-in/reset`, { method: "POST" });
    expect(await sendOften("request-1", 12)).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
  });

  it("makes a business of every call that gets as far when dedupe is off", async () => {
    const sides = new Map(FAILURES.map(({ keyword, when }) => [keyword, when]));
    standIn = await start({ rate: 0.5, seed: 7, mostInARow: 3 }, false);
    await sendOften("request-1", 20);
    const requests = standIn.ledger.requests();
    const reaching = requests.filter(({ failure }) => failure === null || sides.get(failure) === "after");
    expect(standIn.ledger.businesses()).toHaveLength(reaching.length);
    expect(reaching.length).toBeLessThan(requests.length);
  });

  it("strikes no call that it would refuse", async () => {
    standIn = await start({ rate: 1, kinds: ["error500"] });
    expect((await sendCall(standIn, { secret: "another" })).text).toContain("invalid_signature");
    expect((await sendCall(standIn, { body: "{}" })).status).toBe(400);
  });
});
