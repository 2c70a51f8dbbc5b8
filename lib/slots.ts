import type { Readable } from "node:stream";

export type SlotRule = {
  /** Names the counter, of which a process has one however often this module is bundled. */
  name: string;
  max: number;
  /** Fewer than `max`, so that no person can take it all. */
  perPerson: number;
};

/** One of the few places of a process; given back once, however often it is freed. */
export type Slot = { free(): void };

export type Slots = { take(personId: string): Slot | null };

declare global {
  var mitraSlots: Map<string, string[]> | undefined;
}

/** At most so many at once, and fewer of one person. */
export function createSlots({ name, max, perPerson }: SlotRule): Slots {
  if (perPerson >= max) throw new RangeError("A person's share is smaller than the whole");
  globalThis.mitraSlots ??= new Map();
  const all = globalThis.mitraSlots;
  return {
    take(personId) {
      const taken = all.get(name) ?? [];
      all.set(name, taken);
      if (taken.length >= max || taken.filter((id) => id === personId).length >= perPerson) return null;
      taken.push(personId);
      let isFree = false;
      return {
        free() {
          if (isFree) return;
          isFree = true;
          taken.splice(taken.indexOf(personId), 1);
        },
      };
    },
  };
}

/** Why a stream was ended from our side. Its name tells Next that nothing went wrong here. */
class StreamEnded extends Error {
  override readonly name = "AbortError";
}

export type Sending = {
  slot: Slot;
  /** Who takes nothing for so long is given up: a sleeping machine holds no place. */
  silenceMs: number;
  /** Asked before each piece; the stream breaks off where it says no. */
  mayGoOn?: () => Promise<boolean>;
};

/**
 * A body as the stream of an answer that holds a slot: made as fast as it is taken. However it ends, the slot is free
 * and the body is destroyed; where it broke off the reader sees that, because the connection breaks too.
 */
export function sendWithin(
  body: Readable,
  { slot, silenceMs, mayGoOn }: Sending,
): ReadableStream<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  let silence: NodeJS.Timeout | undefined;
  let fail: (error: Error) => void = () => undefined;
  const awaitReader = (): void => {
    silence = setTimeout(() => {
      end();
      fail(new StreamEnded("the reader takes nothing"));
    }, silenceMs).unref();
  };
  const end = (): void => {
    clearTimeout(silence);
    body.destroy();
    slot.free();
  };
  // Once it was destroyed nobody asks for the error that the broken stream would be.
  body.on("error", () => undefined);
  body.once("close", () => slot.free());
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        fail = (error) => controller.error(error);
        // Who has gone already never begins to read.
        awaitReader();
      },
      async pull(controller) {
        clearTimeout(silence);
        try {
          if (mayGoOn && !(await mayGoOn())) throw new StreamEnded("who asked may not go on");
          const { done, value } = await pieces.next();
          if (done) {
            end();
            controller.close();
            return;
          }
          controller.enqueue(bytesOf(value));
          awaitReader();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel: end,
    },
    // Nothing is made ahead: what is asked for is what somebody takes.
    { highWaterMark: 0 },
  );
}

function bytesOf(piece: unknown): Uint8Array {
  return piece instanceof Uint8Array ? piece : Buffer.from(String(piece));
}

/** Thrown by `receiveWithin`: the sender was too slow. */
export class SenderSilent extends Error {
  override readonly name = "SenderSilent";
}

/**
 * The pieces of a body while its sender delivers at least `minBytes` in each `silenceMs`; then SenderSilent. Only the
 * waiting for the sender counts, not what is done with a piece.
 */
export async function* receiveWithin(
  body: AsyncIterable<Uint8Array>,
  { silenceMs, minBytes }: { silenceMs: number; minBytes: number },
): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  let leftMs = silenceMs;
  let bytes = 0;
  try {
    for (;;) {
      const asked = performance.now();
      const next = await within(pieces.next(), leftMs);
      leftMs -= performance.now() - asked;
      if (next.done) return;
      bytes += next.value.length;
      if (bytes >= minBytes) [bytes, leftMs] = [0, silenceMs];
      yield next.value;
    }
  } finally {
    // It may wait for the silent sender itself, so nobody waits for it.
    void pieces.return?.()?.catch(() => undefined);
  }
}

async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new SenderSilent("the sender delivers nothing")), Math.max(0, ms));
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(patience);
  }
}
