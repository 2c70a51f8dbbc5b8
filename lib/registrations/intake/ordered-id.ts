import { randomBytes } from "node:crypto";

/** As many as can be told apart within one millisecond. */
const MAX_AT_ONCE = 4_096;

/**
 * UUIDs of version 7 (RFC 9562) of one moment, each greater than the one before, so that rows that are written
 * together stand in the order of their file. More than 4,096 at once are a `RangeError`.
 */
export function createOrderedIds(now: Date, count: number): string[] {
  if (count > MAX_AT_ONCE) throw new RangeError(`At most ${MAX_AT_ONCE} ids share a millisecond`);
  const time = now.getTime().toString(16).padStart(12, "0");
  return Array.from({ length: count }, (_, index) => {
    const random = randomBytes(8);
    random.writeUInt8((random.readUInt8(0) & 0x3f) | 0x80, 0);
    const rest = random.toString("hex");
    const place = index.toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${place}-${rest.slice(0, 4)}-${rest.slice(4)}`;
  });
}
