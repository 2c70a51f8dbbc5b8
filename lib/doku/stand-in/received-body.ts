import type { IncomingMessage } from "node:http";

export const BODY_MAX_BYTES = 1024 * 1024;
const DRAIN_MAX_BYTES = 16 * 1024 * 1024;

/** The bytes that arrived, `isTooLarge` and empty past 1 MiB; `length` counts all of them. */
export type ReceivedBody = { bytes: Buffer; length: number; isTooLarge: boolean };

/**
 * Reads a body to its end. One past the limit is still read, so that its sender sees the answer, but
 * not kept; past 16 MiB the connection is cut. Rejects when the sender leaves.
 */
export async function readBody(request: IncomingMessage): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_MAX_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    if (length > DRAIN_MAX_BYTES) request.destroy();
  }
  return { bytes: Buffer.concat(chunks), length, isTooLarge: length > BODY_MAX_BYTES };
}
