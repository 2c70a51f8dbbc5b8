/** Why a mail server did not take an e-mail, or nobody knows whether it did. The words are `mail.reason.<code>`. */
const MAIL_REASONS = ["unreachable", "tls", "login", "address", "refused", "no_answer"] as const;
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

/**
 * What an error of the mail library means: only what surely came before the message was handed over, or what the server
 * itself refused, is *failed*. Pure.
 */
export function mailEndingOf(error: unknown): MailEnding {
  const code = read(error, "code");
  const reason = REASON_OF_CODE[String(code)];
  if (reason) return { kind: "failed", reason };
  if (typeof read(error, "responseCode") === "number") return { kind: "failed", reason: "refused" };
  const isBeforeTalking =
    read(error, "syscall") === "connect" || BEFORE_TALKING.has(String(read(error, "timeoutType")));
  return isBeforeTalking
    ? { kind: "failed", reason: "unreachable" }
    : { kind: "unsure", reason: "no_answer" };
}

export function isMailReason(text: string | null): text is MailReason {
  return MAIL_REASONS.some((reason) => reason === text);
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
