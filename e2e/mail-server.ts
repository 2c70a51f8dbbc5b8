import { SMTPServer } from "smtp-server";
import { freePort } from "../scripts/processes/processes.mjs";

/** An e-mail as it came, for each of those whom it is to. */
export type ReceivedMail = { to: string; source: string };

/**
 * A mail server. `take` is told of each e-mail that came whole; where it says false the sender hears nothing more of it.
 * `settings` are those of a product that gives its mail to it.
 */
export async function startMailServer(take: (mails: ReceivedMail[]) => boolean) {
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const source = Buffer.concat(chunks).toString();
        if (take(envelope.rcptTo.map(({ address }) => ({ to: address, source })))) done();
      });
    },
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const settings = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "Mitra <mitra@mitra.example>" };
  return { server, settings };
}
