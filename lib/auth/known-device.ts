import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { emailKey } from "@/lib/text/comparison";

/** Where a person has signed in before, guesses of strangers elsewhere do not keep them out. */
export const DEVICE_DAYS = 180;
/** People who share a browser; who signed in longest ago is forgotten. */
const PEOPLE_PER_DEVICE = 4;

const DEVICE_FORM = /^([A-Za-z0-9_-]{22})((?:\.[A-Za-z0-9_-]{43}){1,4})$/;

/**
 * The id of the device that a cookie names, if the person with this address has signed in on it; else null. The cookie
 * opens nothing by itself: it says that guesses made here are counted by themselves.
 */
export function knownDevice(cookie: string | undefined, email: string, secret: string): string | null {
  const device = readDevice(cookie);
  if (!device) return null;
  const own = Buffer.from(markOf(device.id, email, secret));
  const isKnown = device.marks.some((mark) => timingSafeEqual(Buffer.from(mark), own));
  return isKnown ? device.id : null;
}

/** The cookie of a device on which this person has now signed in as well. */
export function rememberOnDevice(cookie: string | undefined, email: string, secret: string): string {
  const device = readDevice(cookie) ?? { id: randomBytes(16).toString("base64url"), marks: [] };
  const own = markOf(device.id, email, secret);
  const marks = [own, ...device.marks.filter((mark) => mark !== own)].slice(0, PEOPLE_PER_DEVICE);
  return [device.id, ...marks].join(".");
}

function readDevice(cookie: string | undefined): { id: string; marks: string[] } | null {
  const [, id, marks] = DEVICE_FORM.exec(cookie ?? "") ?? [];
  return id && marks ? { id, marks: marks.slice(1).split(".") } : null;
}

function markOf(id: string, email: string, secret: string): string {
  return createHmac("sha256", secret)
    .update(`mitra device\n${id}\n${emailKey(email)}`)
    .digest("base64url");
}
