import { AppError } from "@/lib/errors";
import type { RequestHeaders } from "./request-origin";

/** What a form or a choice of rows needs; `next.config.js` has it for server actions once more. */
export const KNOWN_BODY_MAX_BYTES = 128 * 1024;
/** What signing in and setting up need. Reading a body costs more than its size: a stranger's is never large. */
export const STRANGER_BODY_MAX_BYTES = 8 * 1024;

/**
 * The status by which a body is refused before anything reads it, or null. `isKnown` is asked only where it matters. A
 * body whose size nobody tells is not taken from strangers.
 */
export async function refuseBody(
  headers: RequestHeaders,
  isKnown: () => Promise<boolean>,
): Promise<411 | 413 | null> {
  const isUntold = headers.get("transfer-encoding") !== null;
  const bytes = Number(headers.get("content-length") ?? 0);
  if (bytes > KNOWN_BODY_MAX_BYTES) return 413;
  if (bytes <= STRANGER_BODY_MAX_BYTES && !isUntold) return null;
  if (await isKnown()) return null;
  return isUntold ? 411 : 413;
}

/** The fields of a form that was handed in. Throws AppError `bad_input` for a body that is none, as only a program sends it. */
export async function readForm(request: Request): Promise<FormData> {
  return request.formData().catch((cause: unknown) => {
    throw new AppError("bad_input", { cause });
  });
}
