import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { AnswerBody } from "./answer";

const DECODERS = new Map([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/**
 * The body after its content encoding, inflated to at most `maxBytes`. We ask for none, so only what one
 * careless proxy might add is read; a chain of encodings is a bomb more often than an answer.
 */
export async function decodeContent(
  bytes: Uint8Array,
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<AnswerBody> {
  const name = String(encoding ?? "identity")
    .trim()
    .toLowerCase();
  if (name === "" || name === "identity") return { kind: "whole", bytes };
  const decode = DECODERS.get(name);
  if (decode === undefined) return { kind: "broken", reason: "unreadable_encoding" };
  try {
    return { kind: "whole", bytes: await decode(bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return { kind: "broken", reason: isTooLarge ? "answer_too_large" : "unreadable_encoding" };
  }
}
