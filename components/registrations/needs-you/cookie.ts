/** `closed` while a person keeps *Needs you* folded away. */
export const NEEDS_YOU_COOKIE = "needs_you";
