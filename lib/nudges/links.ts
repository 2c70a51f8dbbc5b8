/** Longer addresses are cut by some mail programs. */
const LONGEST_SAFE_MAILTO = 2_000;

/** WhatsApp with the number chosen and the text written; null for a number that cannot be written to. Pure. */
export function whatsAppHref(phoneE164: string, text: string): string | null {
  const digits = phoneE164.replace(/\D/g, "");
  return digits === "" ? null : `https://wa.me/${digits}?text=${encode(text)}`;
}

/** The person's own mail program with the message written. Pure. */
export function mailtoHref({ to, subject, body }: { to: string; subject: string; body: string }): string {
  // Lines of a mail end so; the @ stays, which some programs do not read otherwise.
  const address = encode(to).replaceAll("%40", "@");
  return `mailto:${address}?subject=${encode(subject)}&body=${encode(body.replace(/\r?\n/g, "\r\n"))}`;
}

/** Whether some mail programs cut the message. Pure. */
export function isLongMailto(href: string): boolean {
  return href.length > LONGEST_SAFE_MAILTO;
}

/** Half a sign, as a cut text may end with, cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "�"));
}
