import { createServer, type Server, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import type { MailSettings } from "@/lib/env";
import { mailEndingOf } from "./mail-ending";
import { sendMail } from "./mailer";

const TIMEOUTS = { connectMs: 300, silenceMs: 1_200, totalMs: 2_000 };
const MAIL = {
  to: "budi@toko.example",
  replyTo: "rina@mitra.example",
  subject: "Lengkapi – Kopi",
  text: "Halo Budi 😀\nbaris",
};

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const settingsFor = (port: number, user = ""): MailSettings => ({
  url: `smtp://${user}127.0.0.1:${port}`,
  from: { name: "Mitra", address: "mitra@mitra.example" },
  isClearTextAllowed: false,
});

/** A real mail server; what it was given, with the end of each message read. */
async function listen(options: SMTPServerOptions = {}): Promise<{ port: number; got: string[] }> {
  const got: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", ...(options.onAuth ? [] : ["AUTH"])],
    allowInsecureAuth: true,
    logger: false,
    onData(stream, _, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        got.push(Buffer.concat(chunks).toString());
        done();
      });
    },
    ...options,
  });
  // A client that goes away is what these tests are about.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: portOf(server.server), got };
}

/** A server that says just what a test wants. */
async function speak(answer: (line: string, socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    answer("", socket);
    socket.on("data", (data) => {
      for (const line of data.toString().split("\r\n")) if (line) answer(line, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return portOf(server);
}

function portOf(server: Pick<Server, "address">): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen");
  return address.port;
}

const send = (port: number, { to = MAIL.to, user = "" } = {}) =>
  sendMail({ ...MAIL, to }, { settings: settingsFor(port, user), timeouts: TIMEOUTS });

describe("an e-mail", () => {
  test("is taken by a real server, to one address, whatever is written in it", async () => {
    const { port, got } = await listen();
    expect(await send(port)).toEqual({ kind: "sent" });
    expect(got).toHaveLength(1);
    expect(got[0]).toMatch(/^From: Mitra <mitra@mitra\.example>\r\nTo: budi@toko\.example\r\n/);
    expect(got[0]).toContain("\r\nReply-To: rina@mitra.example\r\n");
    expect(got[0]).toContain("Subject: =?UTF-8?Q?Lengkapi_=E2=80=93_Kopi?=");
    expect(got[0]).not.toMatch(/^(Cc|Bcc):/im);
  });

  test("to an address that hides a second one goes nowhere", async () => {
    const { port, got } = await listen();
    for (const to of ["budi@toko.example, jahat@x.example", "budi@toko.example\r\nBcc: jahat@x.example"])
      expect((await send(port, { to })).kind).not.toBe("unsure");
    expect(got.join("\n")).not.toMatch(/^(to|bcc|cc):.*jahat@x\.example>?\s*$/im);
  });

  test("that the server refuses is told by what it refused", async () => {
    const { port } = await listen({
      onRcptTo: (_, __, done) => done(Object.assign(new Error("no such user"), { responseCode: 550 })),
    });
    expect(await send(port)).toEqual({ kind: "failed", reason: "address" });
    const full = await listen({
      onData(stream, _, done) {
        stream.on("end", () => done(Object.assign(new Error("too much"), { responseCode: 552 })));
        stream.resume();
      },
    });
    expect(await send(full.port)).toEqual({ kind: "failed", reason: "refused" });
  });

  test("from an address that the server does not want is not told as one to a wrong address", async () => {
    const { port } = await listen({
      onMailFrom: (_, __, done) => done(Object.assign(new Error("not yours"), { responseCode: 553 })),
    });
    expect(await send(port)).toEqual({ kind: "failed", reason: "refused" });
  });

  test("that a server will take later is told so, wherever it says it", async () => {
    const busy = { responseCode: 451 };
    const greylisting = await listen({
      onRcptTo: (_, __, done) => done(Object.assign(new Error("greylisted, try again in 5 minutes"), busy)),
    });
    expect(await send(greylisting.port)).toEqual({ kind: "failed", reason: "later" });
    const full = await listen({
      onData(stream, _, done) {
        stream.on("end", () => done(Object.assign(new Error("queue full"), busy)));
        stream.resume();
      },
    });
    expect(await send(full.port)).toEqual({ kind: "failed", reason: "later" });
    const turningAway = await speak((line, socket) => {
      if (line === "") socket.end("421 too many connections\r\n");
    });
    expect(await send(turningAway)).toEqual({ kind: "failed", reason: "later" });
  });

  test.each<[string, (line: string, socket: Socket) => void]>([
    ["before it says anything", (line, socket) => line === "" && socket.destroy()],
    [
      "once it is greeted",
      (line, socket) => (line === "" ? socket.write("220 ready\r\n") : socket.destroy()),
    ],
    ["or is silent once it is greeted", (line, socket) => line === "" && socket.write("220 ready\r\n")],
  ])("to a server that hangs up %s was not sent", async (_, answer) => {
    expect(await send(await speak(answer))).toEqual({ kind: "failed", reason: "unreachable" });
  });

  test("whose sign-in is refused was not sent", async () => {
    const { port } = await listen({ onAuth: (_, __, done) => done(new Error("wrong")) });
    expect(await send(port, { user: "mitra:salah%40@" })).toEqual({ kind: "failed", reason: "login" });
  });

  test("to a server that is not there was not sent", async () => {
    const port = await speak(() => undefined);
    await closing.pop()?.();
    expect(await send(port)).toEqual({ kind: "failed", reason: "unreachable" });
  });

  test("to a server that says nothing was not sent", async () => {
    expect(await send(await speak(() => undefined))).toEqual({ kind: "failed", reason: "unreachable" });
  });

  test.each<[string, (socket: Socket) => void]>([
    ["falls silent", () => undefined],
    ["hangs up", (socket) => socket.destroy()],
  ])("to a server that %s after the last line may have been sent", async (_, end) => {
    const port = await speak((line, socket) => {
      if (line === "") socket.write("220 ready\r\n");
      else if (/^EHLO/.test(line)) socket.write("250 mail\r\n");
      else if (/^(MAIL|RCPT)/.test(line)) socket.write("250 ok\r\n");
      else if (line === "DATA") socket.write("354 go on\r\n");
      else if (line === ".") end(socket);
    });
    expect(await send(port)).toEqual({ kind: "unsure", reason: "no_answer" });
  });

  test("takes no longer than it may", async () => {
    const port = await speak((line, socket) => {
      // A line now and then, so that it is never silent.
      if (line === "") setInterval(() => socket.write("220-wait\r\n"), 50).unref();
    });
    const startedMs = performance.now();
    const ending = await sendMail(MAIL, {
      settings: settingsFor(port),
      timeouts: { connectMs: 60_000, silenceMs: 60_000, totalMs: 300 },
    });
    expect(ending.kind).not.toBe("sent");
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test("does not go without TLS to another machine", async () => {
    const ending = await sendMail(MAIL, {
      // An address of this machine that does not look like one.
      settings: { ...settingsFor(0), url: `smtp://0.0.0.0:${(await listen()).port}` },
      timeouts: TIMEOUTS,
    });
    expect(ending.kind).toBe("failed");
  });
});

test("an error that nobody knows is none of those that say it was not sent", () => {
  for (const error of [
    null,
    new Error("?"),
    { code: "EABORT" },
    { code: "ETIMEDOUT", timeoutType: "SOCKET_TIMEOUT" },
    { code: "EMESSAGE", responseCode: 354, command: "DATA" },
    { code: "EPROTOCOL", responseCode: 250 },
  ])
    expect(mailEndingOf(error, { hadBegun: true })).toEqual({ kind: "unsure", reason: "no_answer" });
});
