/** Where an address of the web leads: its scheme, name and port, and the path below, without a slash at its end. */
export type WebAddress = { origin: string; path: string };

/**
 * An address that says where to go and nothing else; null for one that is not of http or https, or that has a user, a
 * password, a query or a hash, of which no address that is made from it would keep anything. Pure.
 */
export function readWebAddress(text: string): WebAddress | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const isPlain = url.username + url.password === "" && !/[?#]/.test(url.href);
  return isPlain ? { origin: url.origin, path: url.pathname.replace(/\/+$/, "") } : null;
}
