import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { findLivingSessions } from "@/lib/users/sessions";

/** How often what takes its time asks whether its person is still let in. */
const ASK_AGAIN_MS = 1_000;

const clock = (): number => performance.now();

/** Asks, once a second at most, whether a person is still let in as they were when they came. */
export function whileLivingSession({ sessionId }: UserActor, nowMs = clock): () => Promise<boolean> {
  let askAt = nowMs() + ASK_AGAIN_MS;
  return async () => {
    if (nowMs() < askAt) return true;
    const living = await findLivingSessions([sessionId]);
    askAt = nowMs() + ASK_AGAIN_MS;
    return living.has(sessionId);
  };
}

/** The pieces that a person hands in, as long as they are let in: AppError `not_signed_in` within a second of their session's end. */
export async function* whileSignedIn<Piece>(
  actor: UserActor,
  pieces: AsyncIterable<Piece>,
  nowMs = clock,
): AsyncGenerator<Piece> {
  const mayGoOn = whileLivingSession(actor, nowMs);
  const requireIn = async (): Promise<void> => {
    if (!(await mayGoOn())) throw new AppError("not_signed_in");
  };
  for await (const piece of pieces) {
    await requireIn();
    yield piece;
  }
  await requireIn();
}
