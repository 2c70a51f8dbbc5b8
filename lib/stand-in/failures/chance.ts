import { hash } from "node:crypto";

const WORD = 2 ** 32;

/** Two numbers, 0 or more and less than 1: by chance, and always the same two for the same text. */
export function drawNumbers(text: string): [number, number] {
  const bytes = hash("sha256", text, "buffer");
  return [bytes.readUInt32BE(0) / WORD, bytes.readUInt32BE(4) / WORD];
}
