import { isIP, isIPv6 } from "node:net";

/** All clients whose address is not known share one counter. */
const UNKNOWN_ADDRESS = "unknown";

/**
 * The address to count a client's attempts by, from the `x-forwarded-for` header.
 *
 * Next fills the header with the socket's address where no proxy did. Of several entries only the
 * last was written by the machine next to us; the earlier ones are whatever the client claimed.
 * Someone who talks to us without a proxy can claim any address, so the limit per e-mail, which
 * nobody can dodge, is the strict one. An IPv6 client owns a whole /64 and is counted by it.
 */
export function clientAddress(forwardedFor: string | null): string {
  const last = (forwardedFor ?? "").split(",").at(-1)?.trim() ?? "";
  const address = last.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(address) === 0) return UNKNOWN_ADDRESS;
  return isIPv6(address) ? networkOf(address) : address;
}

/** The first four groups of an IPv6 address, written out: `2001:db8::1` → `2001:db8:0:0`. */
function networkOf(address: string): string {
  const [head = "", tail] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(8 - groups.length - rest.length, 0)).fill("0");
  return [...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
