/** Why a mail server did not take an e-mail, or nobody knows whether it did. The words are `mail.reason.<code>`. */
const MAIL_REASONS = ["unreachable", "tls", "login", "address", "later", "refused", "no_answer"] as const;
export type MailReason = (typeof MAIL_REASONS)[number];

/** What became of one e-mail. `unsure` may have been sent, so that nothing sends it again by itself. */
export type MailEnding =
  | { kind: "sent" }
  | { kind: "failed"; reason: MailReason }
  | { kind: "unsure"; reason: MailReason };

const REASON_OF_CODE: Readonly<Record<string, MailReason>> = {
  EDNS: "unreachable",
  ETLS: "tls",
  EAUTH: "login",
  ENOAUTH: "login",
  EENVELOPE: "address",
};
/** Nobody was talked to when these times were up. */
const BEFORE_TALKING = new Set(["CONNECT_TIMEOUT", "GREETING_TIMEOUT"]);

/** What is answered to these says nothing of whom the e-mail is for. */
const NOT_OF_ADDRESS = new Set(["MAIL FROM", "DATA"]);

/**
 * What an error of the mail library means: only what surely came before the message was handed over, or what the server
 * itself refused, is *failed*. `hadBegun` is whether the server had been told of an e-mail at all. Pure.
 */
export function mailEndingOf(error: unknown, { hadBegun }: { hadBegun: boolean }): MailEnding {
  const code = String(read(error, "code"));
  const answered = Number(read(error, "responseCode"));
  // As a server does that is busy, or does not know us yet: it may take the same e-mail in an hour.
  if (answered >= 400 && answered < 500 && code !== "ETLS") return { kind: "failed", reason: "later" };
  const isOfAddress = !NOT_OF_ADDRESS.has(String(read(error, "command")));
  const reason = code === "EENVELOPE" && !isOfAddress ? "refused" : REASON_OF_CODE[code];
  if (reason) return { kind: "failed", reason };
  if (answered >= 500 && answered < 600) return { kind: "failed", reason: "refused" };
  const isBeforeTalking =
    read(error, "syscall") === "connect" || BEFORE_TALKING.has(String(read(error, "timeoutType")));
  return isBeforeTalking || !hadBegun
    ? { kind: "failed", reason: "unreachable" }
    : { kind: "unsure", reason: "no_answer" };
}

export function isMailReason(text: string | null): text is MailReason {
  return MAIL_REASONS.some((reason) => reason === text);
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
