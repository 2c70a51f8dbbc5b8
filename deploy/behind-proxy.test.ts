import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { get as getPlain, type IncomingMessage } from "node:http";
import { connect } from "node:http2";
import { type RequestOptions, request } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../scripts/processes/processes.mjs";
import { type Arrival, type EchoServer, startEchoServer } from "./testing/echo-server";
import { isInstalled, NAME, type RunningProxy, startProxy } from "./testing/proxies";

// The two examples as they are, but for ports and certificate, in front of servers that say what arrived.

const UPLOAD = "/registrations/import/upload";
const MB = 1024 * 1024;
const PATIENCE = { timeoutMs: 10_000 };
const OLD_FILE = "/_next/static/old.js";
const NEW_FILE = "/_next/static/new.js";

for (const kind of ["nginx", "caddy"] as const) {
  const missing = [kind, "openssl"].filter((program) => !isInstalled(program));
  const title = missing.length > 0 ? `${kind} (left out: no ${missing.join(", no ")} here)` : kind;
  describe.skipIf(missing.length > 0)(title, () => {
    let servers: [EchoServer, EchoServer];
    let proxy: RunningProxy;

    beforeAll(async () => {
      servers = [
        await startEchoServer("old", { files: [OLD_FILE] }),
        await startEchoServer("new", { files: [NEW_FILE] }),
      ];
      proxy = await startProxy(kind, [servers[0].port, servers[1].port]);
    });

    afterAll(async () => {
      await proxy?.stop();
      await Promise.all(servers.map((server) => server.close()));
    });

    const begin = (url: string, options: RequestOptions = {}) =>
      request({
        ...options,
        host: "127.0.0.1",
        port: proxy.httpsPort,
        path: url,
        servername: NAME,
        ca: proxy.ca,
        agent: false,
        headers: { host: NAME, ...options.headers },
      });

    async function send(url: string, { body = Buffer.alloc(0), ...options }: Sending = {}) {
      const sending = begin(url, options);
      const answered = once(sending, "response");
      sending.end(body);
      const [response] = (await answered) as [IncomingMessage];
      return { status: response.statusCode ?? 0, text: await readAll(response), headers: response.headers };
    }

    const arrivalOf = async (url: string, sending?: Sending): Promise<Arrival> =>
      JSON.parse((await send(url, sending)).text);

    const heardOf = (line: string) =>
      servers.flatMap(({ heard }) => heard).filter((request) => request === line).length;

    test("tells the name that was asked for, the client's address and HTTPS", async () => {
      const { headers } = await arrivalOf("/registrations");
      expect(headers).toMatchObject({
        host: NAME,
        "x-forwarded-host": NAME,
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "https",
      });
    });

    test("puts what it saw last, whatever the client claims", async () => {
      const { headers } = await arrivalOf("/registrations", {
        headers: { "x-forwarded-for": "203.0.113.7", "x-forwarded-host": "elsewhere.example" },
      });
      expect(String(headers["x-forwarded-for"]).split(",").at(-1)?.trim()).toBe("127.0.0.1");
      expect(headers["x-forwarded-host"]).toBe(NAME);
    });

    test("speaks HTTP/2 and tells the name there as well", async () => {
      const session = connect(`https://127.0.0.1:${proxy.httpsPort}`, { ca: proxy.ca, servername: NAME });
      const stream = session.request({ ":path": "/registrations", ":authority": NAME });
      const arrival: Arrival = JSON.parse(await readAll(stream));
      session.close();
      expect(session.alpnProtocol).toBe("h2");
      expect(arrival.headers.host).toBe(NAME);
    });

    test("passes a form of 900 KB and a spreadsheet of 20 MB whole", async () => {
      for (const [url, size] of [
        ["/registrations/new", 900 * 1024],
        [UPLOAD, 20 * MB],
      ] as const) {
        const body = randomBytes(size);
        const arrival = await arrivalOf(url, { method: "POST", body });
        expect(arrival).toMatchObject({
          bytes: size,
          sha256: createHash("sha256").update(body).digest("hex"),
        });
      }
    });

    test("hands a spreadsheet on as it comes", async () => {
      const sending = begin(UPLOAD, { method: "POST", headers: { "content-length": 2 * MB } });
      const answered = once(sending, "response");
      sending.write(randomBytes(MB));
      const hasHalf = () => servers.some((server) => server.receivedBytes() === MB);
      expect(await waitUntil(hasHalf, PATIENCE)).toBe(true);
      sending.end(randomBytes(MB));
      const [response] = (await answered) as [IncomingMessage];
      expect(JSON.parse(await readAll(response))).toMatchObject({ bytes: 2 * MB });
    });

    test("refuses at once a body that no spreadsheet of ours may have", async () => {
      const sending = begin(UPLOAD, { method: "POST", headers: { "content-length": 70 * MB } });
      const answered = once(sending, "response");
      sending.write(Buffer.alloc(1));
      const [response] = (await answered) as [IncomingMessage];
      sending.on("error", () => undefined).destroy();
      expect(response.statusCode).toBe(413);
    });

    test("hands each live update on at once", async () => {
      const sending = begin("/api/live");
      const answered = once(sending, "response");
      sending.end();
      const [response] = (await answered) as [IncomingMessage];
      let read = "";
      response.on("data", (chunk: Buffer) => {
        read += chunk.toString();
      });
      for (const word of ["data: 1\n\n", ": beat\n\n", "data: 2\n\n"]) {
        expect(servers[0].tell(word) + servers[1].tell(word)).toBe(1);
        expect(await waitUntil(() => read.endsWith(word), PATIENCE)).toBe(true);
      }
      expect(response.headers["content-type"]).toContain("text/event-stream");
      response.destroy();
    });

    test("never sends a POST twice", async () => {
      for (const [at, body] of [Buffer.from("merchant"), Buffer.alloc(0)].entries()) {
        expect((await send("/breaks", { method: "POST", body })).status).toBe(502);
        expect(heardOf("POST /breaks")).toBe(at + 1);
      }
    });

    test("shows the figures to nobody outside", async () => {
      expect((await send("/api/metrics", { headers: { authorization: "Bearer x" } })).status).toBe(404);
      expect(heardOf("GET /api/metrics")).toBe(0);
    });

    test("gives a page the files of its own build", async () => {
      for (const file of [OLD_FILE, NEW_FILE]) {
        const statuses = new Set<number>();
        for (let times = 0; times < 4; times += 1) {
          const page = await send("/registrations");
          const isOfThisBuild = JSON.parse(page.text).server === (file === OLD_FILE ? "old" : "new");
          const cookie = page.headers["set-cookie"]?.map((line) => line.split(";")[0]).join("; ") ?? "";
          if (isOfThisBuild) statuses.add((await send(file, { headers: { cookie } })).status);
        }
        expect([...statuses].filter((status) => status !== 200)).toEqual([]);
      }
    });

    test("leads HTTP to HTTPS", async () => {
      const asked = getPlain({
        host: "127.0.0.1",
        port: proxy.httpPort,
        path: "/sign-in?next=%2Fimports",
        headers: { host: NAME },
        agent: false,
      });
      const [response] = (await once(asked, "response")) as [IncomingMessage];
      response.resume();
      expect([301, 308]).toContain(response.statusCode);
      const to = new URL(response.headers.location ?? "");
      expect([to.protocol, to.hostname, to.pathname + to.search]).toEqual([
        "https:",
        NAME,
        "/sign-in?next=%2Fimports",
      ]);
    });

    /** Until the proxy knows, if it asks at all: it has taken the first such answer in before it asks again. */
    async function setReady(server: EchoServer, isReady: boolean): Promise<void> {
      server.setReady(isReady);
      const asksSoFar = countAsks(server);
      if (asksSoFar > 0) {
        expect(await waitUntil(() => countAsks(server) >= asksSoFar + 2, PATIENCE)).toBe(true);
      }
    }

    test("hands on what Mitra itself says while the database is away, and goes on asking", async () => {
      await Promise.all(servers.map((server) => setReady(server, false)));
      for (let times = 0; times < 6; times += 1) {
        const body = randomBytes(64 * 1024);
        const form = await send("/registrations/new", { method: "POST", body });
        const page = await send("/registrations");
        expect([form.status, page.status]).toEqual([503, 503]);
        expect(JSON.parse(form.text)).toMatchObject({ bytes: body.length });
        expect(JSON.parse(page.text)).toMatchObject({ bytes: 0 });
      }
      await Promise.all(servers.map((server) => setReady(server, true)));
    });

    // The last one, because the server stays away.
    test("loses nothing while a server stops, neither a page nor a form", async () => {
      const [stopping, other] = servers;
      await setReady(stopping, false);
      await stopping.close();
      for (let times = 0; times < 8; times += 1) {
        const body = Buffer.from("merchant");
        const answers = [await send("/registrations/new", { method: "POST", body }), await send("/imports")];
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(answers.map(({ text }) => JSON.parse(text).server)).toEqual([other.name, other.name]);
      }
    });
  });
}

const countAsks = ({ heard }: EchoServer) =>
  heard.filter((request) => request === "GET /api/health/ready").length;

type Sending = RequestOptions & { body?: Buffer };

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
