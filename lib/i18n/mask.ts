const DOTS = "•";

/** `b•••@gmail.com`: the first character and the domain. What is not an address is hidden altogether. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  if (at < 1) return DOTS.repeat(3);
  const [first = ""] = email;
  return `${first}${DOTS.repeat(3)}${email.slice(at)}`;
}

/** `+62 815-••••-9216` from the calling code and the national number; short numbers show their last two figures only. */
export function maskPhone({ callingCode, number }: { callingCode: string; number: string }): string {
  if (number.length < 9) return `+${callingCode} ${DOTS.repeat(4)}${number.slice(-2)}`;
  return `+${callingCode} ${number.slice(0, 3)}-${DOTS.repeat(4)}-${number.slice(-4)}`;
}
