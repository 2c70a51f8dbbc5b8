import "server-only";
import { env, type MailSettings } from "@/lib/env";
import { logger } from "@/lib/logger";
import { isLoopback } from "@/lib/loopback";
import { metrics } from "@/lib/metrics";
import { type MailEnding, mailEndingOf } from "./mail-ending";

/** One e-mail to one person, as plain text. */
export type Mail = {
  to: string;
  /** Whom an answer goes to; null is who it comes from. */
  replyTo: string | null;
  subject: string;
  text: string;
};

type MailTimeouts = { connectMs: number; silenceMs: number; totalMs: number };
/** No e-mail is under way longer than `totalMs`: after that whoever looks may say that nobody knows. */
const MAIL_TIMEOUTS: MailTimeouts = { connectMs: 8_000, silenceMs: 15_000, totalMs: 25_000 };

/** After so long no process is still at an e-mail that it began. */
export const LONGEST_MAIL_MS = MAIL_TIMEOUTS.totalMs + 5_000;

/** As whom Mitra sends e-mails, as it stands in them; null where no mail server is set. */
export function mailFrom(): string | null {
  const from = env().mail?.from;
  if (!from) return null;
  return from.name === "" ? from.address : `${from.name} <${from.address}>`;
}

/**
 * Gives an e-mail to the mail server, once: whatever comes of it, nothing here sends it again. The log has how it ended
 * and how long it took, and nothing of the e-mail. Throws where no mail server is set.
 */
export async function sendMail(
  mail: Mail,
  {
    settings = env().mail,
    timeouts = MAIL_TIMEOUTS,
  }: { settings?: MailSettings | null; timeouts?: MailTimeouts } = {},
): Promise<MailEnding> {
  if (!settings) throw new Error("No mail server is set");
  const startedMs = performance.now();
  const ending = await sendOnce(mail, settings, timeouts);
  const ms = Math.round(performance.now() - startedMs);
  metrics().countMail(ending.kind);
  logger.info({ event: "mail", ended: ending.kind, reason: "reason" in ending ? ending.reason : null, ms });
  return ending;
}

async function sendOnce(mail: Mail, settings: MailSettings, timeouts: MailTimeouts): Promise<MailEnding> {
  // Most processes never send one.
  const { createTransport } = await import("nodemailer");
  let hadBegun = false;
  const transport = createTransport({
    ...connectionOf(settings),
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
    // Nothing of it is kept: it alone tells when a server that was reached is told of the e-mail.
    logger: {
      info: (entry: unknown) => {
        hadBegun ||= isAboutSending(entry);
      },
    },
    debug: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: settings.from,
      // As an object, since a text is read as a list of addresses.
      to: { name: "", address: mail.to },
      ...(mail.replyTo !== null && { replyTo: { name: "", address: mail.replyTo } }),
      subject: mail.subject,
      text: mail.text,
      signal: AbortSignal.timeout(timeouts.totalMs),
    });
    return { kind: "sent" };
  } catch (error) {
    return mailEndingOf(error, { hadBegun });
  } finally {
    transport.close();
  }
}

function isAboutSending(entry: unknown): boolean {
  return typeof entry === "object" && entry !== null && "tnx" in entry && entry.tnx === "send";
}

function connectionOf({ url, isClearTextAllowed }: MailSettings) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const host = hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    // A name without a dot is another container of ours.
    requireTLS: !secure && !isClearTextAllowed && !isLoopback(hostname) && hostname.includes("."),
    ignoreTLS: isLoopback(hostname),
    ...(username !== "" && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
  };
}
