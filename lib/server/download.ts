import "server-only";
import type { Readable } from "node:stream";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { createSlots, type Slot, sendWithin } from "@/lib/slots";
import { whileLivingSession } from "./living-session";

/** Files that this process makes at once, and of one person. Each export keeps a connection of its own. */
const SLOTS = createSlots({ name: "downloads", max: 5, perPerson: 2 });
/** Less than the database waits for a reader that stands still (`LIMITS` of exports). */
const SILENCE_MS = 45_000;

/** A place for a file that is to be made. Throws AppError `too_many_requests` where the person, or all, have enough. */
export function takeDownloadSlot(actor: UserActor): Slot {
  const slot = SLOTS.take(actor.id);
  if (!slot) throw new AppError("too_many_requests");
  return slot;
}

/**
 * A file as an answer, streamed as fast as it is taken. It breaks off when its reader stands still, and within a second
 * of its session's end. The slot is free whatever becomes of it.
 */
export function answerWithFile(
  actor: UserActor,
  { body, slot, signal, headers }: { body: Readable; slot: Slot; signal: AbortSignal; headers: HeadersInit },
): Response {
  signal.addEventListener("abort", () => body.destroy());
  const stream = sendWithin(body, { slot, silenceMs: SILENCE_MS, mayGoOn: whileLivingSession(actor) });
  return new Response(stream, { headers });
}
