/** These mean `verify-full` to pg today, which it tells at length in every process, and will mean less one day. */
const WEAKER_MODES = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;

/**
 * The address of a database that says what becomes of its certificate: it is checked, as it always was. Whoever asks
 * for libpq's own meaning with `uselibpqcompat` keeps it. Pure.
 */
export function withPlainSslMode(address: string): string {
  return /[?&]uselibpqcompat=/.test(address) ? address : address.replace(WEAKER_MODES, "$1verify-full");
}
