/** What a person saw of *Needs you*, which is folded until there is something else; see `seenMark`. */
export const NEEDS_YOU_COOKIE = "needs_you";

/** A short mark of whose and which causes there are, whatever their counts: a new one is something new to see. */
export function seenMark(parts: readonly string[]): string {
  let mark = 0x811c9dc5;
  for (const sign of parts.join("|")) mark = Math.imul(mark ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return (mark >>> 0).toString(36);
}
