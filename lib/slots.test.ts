import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createSlots, receiveWithin, SenderSilent, sendWithin } from "./slots";

const SILENCE_MS = 30_000;

describe("slots", () => {
  test("leave a place for somebody else, whatever one person takes", () => {
    const slots = createSlots({ name: "for one", max: 3, perPerson: 2 });
    const [first, second] = [slots.take("rina"), slots.take("rina")];
    expect(slots.take("rina")).toBeNull();
    expect(slots.take("sari")).not.toBeNull();
    expect(slots.take("tono")).toBeNull();
    first?.free();
    first?.free();
    expect(slots.take("tono")).not.toBeNull();
    expect(slots.take("rina")).toBeNull();
    second?.free();
  });

  test("are never more than the limits, and all there again when all is freed", () => {
    let run = 0;
    const steps = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat()), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 6 }), (taking, max) => {
        run += 1;
        const slots = createSlots({ name: `run ${run}`, max, perPerson: max - 1 });
        const held: { person: string; free(): void }[] = [];
        for (const [person, which] of taking) {
          const slot = slots.take(person);
          if (slot) held.push({ person, ...slot });
          else held.splice(which % (held.length || 1), 1)[0]?.free();
          expect(held.length).toBeLessThanOrEqual(max);
          for (const one of "abc")
            expect(held.filter((taken) => taken.person === one).length).toBeLessThan(max);
        }
        for (const slot of held) slot.free();
        expect(slots.take("a")).not.toBeNull();
      }),
    );
  });

  test("are one counter for every copy of the module in a process", () => {
    const rule = { name: "shared", max: 2, perPerson: 1 };
    createSlots(rule).take("rina");
    expect(createSlots(rule).take("rina")).toBeNull();
  });
});

describe("what is sent within a slot", () => {
  const makeSlot = () => {
    const slot = {
      isFree: false,
      free() {
        slot.isFree = true;
      },
    };
    return slot;
  };
  async function* endless(): AsyncGenerator<string> {
    for (;;) yield "kopi senja";
  }

  test("comes whole and in order, and then the slot is free", async () => {
    const slot = makeSlot();
    const body = Readable.from(["kopi ", Buffer.from("senja")], { objectMode: false });
    expect(await new Response(sendWithin(body, { slot, silenceMs: SILENCE_MS })).text()).toBe("kopi senja");
    expect(slot.isFree).toBe(true);
  });

  test("is given up when its reader takes nothing, and its source is let go", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const slot = makeSlot();
      const body = Readable.from(endless());
      const reader = sendWithin(body, { slot, silenceMs: SILENCE_MS }).getReader();
      for (let taken = 0; taken < 5; taken += 1) {
        await reader.read();
        vi.advanceTimersByTime(SILENCE_MS - 1);
        expect(slot.isFree).toBe(false);
      }
      vi.advanceTimersByTime(1);
      expect(slot.isFree).toBe(true);
      await expect(reader.read()).rejects.toMatchObject({ name: "AbortError" });
      if (!body.closed) await once(body, "close");
    } finally {
      vi.useRealTimers();
    }
  });

  test("ends with its reader", async () => {
    const slot = makeSlot();
    const reader = sendWithin(Readable.from(endless()), { slot, silenceMs: SILENCE_MS }).getReader();
    await reader.read();
    await reader.cancel();
    expect(slot.isFree).toBe(true);
  });

  test("breaks off when whoever asked may not go on", async () => {
    const slot = makeSlot();
    let may = true;
    const sending = { slot, silenceMs: SILENCE_MS, mayGoOn: async () => may };
    const reader = sendWithin(Readable.from(endless()), sending).getReader();
    await reader.read();
    may = false;
    await expect(reader.read()).rejects.toMatchObject({ name: "AbortError" });
    expect(slot.isFree).toBe(true);
  });

  test("gives the slot back when its source fails", async () => {
    const slot = makeSlot();
    const body = new PassThrough();
    const reader = sendWithin(body, { slot, silenceMs: SILENCE_MS }).getReader();
    body.destroy(new Error("the database has gone"));
    await expect(reader.read()).rejects.toThrow("the database has gone");
    expect(slot.isFree).toBe(true);
  });
});

describe("what is received", () => {
  const rule = { silenceMs: 40, minBytes: 4 };
  const never = new Promise<never>(() => undefined);

  async function* deliver(...pieces: readonly (string | "silence")[]): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield piece === "silence" ? await never : Buffer.from(piece);
  }

  async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
    let text = "";
    for await (const piece of receiveWithin(body, rule)) text += Buffer.from(piece).toString();
    return text;
  }

  test("comes whole", async () => {
    expect(await read(deliver("kopi ", "senja"))).toBe("kopi senja");
  });

  test.each([
    ["at once", ["silence"]],
    ["in the middle", ["kopi ", "sen", "silence"]],
  ])("is given up when its sender falls silent %s", async (_when, pieces) => {
    await expect(read(deliver(...pieces))).rejects.toThrow(SenderSilent);
  });

  test("is given up when its sender trickles", async () => {
    async function* trickle(): AsyncGenerator<Uint8Array> {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        yield Buffer.from("a");
      }
    }
    await expect(read(trickle())).rejects.toThrow(SenderSilent);
  });
});
