import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { createRateLimit, type RateLimit } from "@/lib/http/rate-limit";
import { noteSecurity } from "@/lib/http/security-log";
import { type ChangePasswordEnding, changePassword } from "@/lib/users/profile";

const GUESSES = 10;
const WINDOW_SECONDS = 15 * 60;

let guesses: RateLimit | undefined;

/**
 * Changes the actor's own password. Whoever finds an open session could guess at the password
 * behind it, so tries are counted before anything is hashed: AppError `too_many_requests`.
 */
export async function changeOwnPassword(
  actor: UserActor,
  input: { currentPassword: string; newPassword: string },
): Promise<ChangePasswordEnding> {
  guesses ??= createRateLimit({ name: "change_password", points: GUESSES, windowSeconds: WINDOW_SECONDS });
  if ((await guesses.count(actor.id)).kind === "wait") throw new AppError("too_many_requests");
  const ending = await changePassword(actor, input);
  if (ending.kind === "changed") await guesses.forget(actor.id);
  else if (ending.problems.currentPassword)
    noteSecurity("password_refused", { address: null, door: "profile", personId: actor.id });
  return ending;
}
