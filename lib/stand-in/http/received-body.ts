import type { IncomingMessage } from "node:http";

const BODY_MAX_BYTES = 1024 * 1024;
const DRAIN_MAX_BYTES = 16 * 1024 * 1024;

/** The bytes that arrived, `isTooLarge` and empty past 1 MiB; `length` counts all of them. */
export type ReceivedBody = { bytes: Buffer; length: number; isTooLarge: boolean };

/**
 * Reads a body to its end. One past the limit is still read, so that its sender sees the answer, but
 * not kept; past 16 MiB the connection is cut. Rejects when the sender leaves.
 */
export function readBody(request: IncomingMessage): Promise<ReceivedBody> {
  // Events, because a loop over the stream costs more than all the rest of reading a small body.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= BODY_MAX_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (length > DRAIN_MAX_BYTES) request.destroy();
    });
    request.on("end", () => {
      resolve({ bytes: Buffer.concat(chunks), length, isTooLarge: length > BODY_MAX_BYTES });
    });
    request.on("error", reject);
    request.on("close", () => {
      if (!request.readableEnded) reject(new Error("The sender left before the end of the body"));
    });
  });
}
