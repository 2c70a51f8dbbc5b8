/** With which every reference of ours begins. */
export const PREFIX = "MTR";
/** Thirty-two signs, five bits each, without those that are taken for one another (0 O, 1 I). */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const RANDOM_SIGNS = 10;

/**
 * A new partner reference such as `MTR-20261112-070509123-K7QX2M9ABC`: the time in UTC to the millisecond, so
 * that references sort by it as text, then 50 random bits. `random` needs at least 10 bytes from a
 * cryptographic source; fewer, or a date that is none, is a `RangeError`.
 */
export function createPartnerReference({ now, random }: { now: Date; random: Uint8Array }): string {
  if (random.length < RANDOM_SIGNS)
    throw new RangeError(`A partner reference needs ${RANDOM_SIGNS} random bytes`);
  const [day = "", time = ""] = now
    .toISOString()
    .replace(/[-:.Z]/g, "")
    .split("T");
  return `${PREFIX}-${day}-${time}-${signsOf(random.subarray(0, RANDOM_SIGNS))}`;
}

/** A sign for each byte, of those that are not taken for one another. */
export function signsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

/**
 * Whether a registration keeps its reference for ever: once a byte may have left us under it, unless it is what DOKU
 * refused. Pure.
 */
export function keepsReference({
  everSent,
  problemField,
}: {
  everSent: boolean;
  problemField: string | null;
}): boolean {
  return everSent && problemField !== "partnerReference";
}

/** Whether `text` may be a partner reference: 1 to 64 of `A-Za-z0-9._-`. */
export function isPartnerReference(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(text);
}
