import type { Socket } from "node:net";
import { Agent, buildConnector, type Dispatcher, MockAgent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Exchange, exchangeOnce } from "./exchange";
import {
  type Behaviour,
  isWhole,
  spellAnswer,
  startServer,
  startTlsServer,
  useServers,
} from "./testing/throw-away-server";

const timeouts = { connectMs: 2_000, headersMs: 2_000, totalMs: 4_000 };
const hastyToConnect = { ...timeouts, connectMs: 150 };
const hastyToHear = { ...timeouts, headersMs: 150, totalMs: 60_000 };
const hastyToEnd = { ...timeouts, totalMs: 600 };
const { serve, makeAgent } = useServers();

function post(
  origin: string,
  {
    dispatcher = makeAgent(),
    limits = timeouts,
    text = '{"a":1}',
    mayWrite = () => true,
  }: { dispatcher?: Dispatcher; limits?: typeof timeouts; text?: string; mayWrite?: () => boolean } = {},
): Promise<Exchange> {
  return exchangeOnce({
    dispatcher,
    timeouts: limits,
    mayWrite,
    origin,
    path: "/x",
    headers: { "Content-Type": "application/json" },
    body: Buffer.from(text),
  });
}

/** Does something once the whole request is in. */
const afterRequest =
  (act: (socket: Socket) => void): Behaviour =>
  (socket, received) => {
    if (isWhole(received)) act(socket);
  };

/** Writes a piece again and again until the connection goes. */
function writeForEver(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece), everyMs);
  socket.once("close", () => clearInterval(timer));
}

const unsent = (reason: string) => ({ kind: "unanswered", reason, bytesWritten: false });
const unsure = (reason: string) => ({ kind: "unanswered", reason, bytesWritten: true });
const broken = (reason: string) => ({ kind: "answered", httpStatus: 200, body: { kind: "broken", reason } });

describe("a request of which no byte was written", () => {
  it("met a closed port", async () => {
    const server = await startServer(() => {});
    await server.close();
    expect(await post(server.origin)).toEqual(unsent("connect_refused"));
  });

  it("met a name that does not exist", async () => {
    const noSuchName = Object.assign(new Error("No such name"), { code: "ENOTFOUND" });
    const dispatcher = makeAgent({ connect: { lookup: (_host, _options, tell) => tell(noSuchName, "") } });
    expect(await post("http://doku.invalid", { dispatcher })).toEqual(unsent("dns"));
  });

  it("met a certificate that nobody vouches for", async () => {
    const server = await serve(() => {}, startTlsServer);
    expect(await post(server.origin)).toEqual(unsent("tls"));
    expect(server.received().join("")).toBe("");
  });

  it("met a server that does not speak TLS", async () => {
    const server = await serve((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await post(server.origin.replace("http:", "https:"))).toEqual(unsent("tls"));
  });

  it("met a server that hangs up during the handshake", async () => {
    const server = await serve((socket) => socket.resetAndDestroy());
    expect(await post(server.origin.replace("http:", "https:"))).toMatchObject({
      kind: "unanswered",
      bytesWritten: false,
    });
  });

  it("met a server that never finishes the handshake", async () => {
    const server = await serve(() => {});
    expect(await post(server.origin.replace("http:", "https:"), { limits: hastyToConnect })).toEqual(
      unsent("connect_timeout"),
    );
  });

  it("F48: was not to be sent any more when its connection was there", async () => {
    const server = await serve(afterRequest((socket) => socket.write(spellAnswer(200, "{}"))));
    let isConnected = false;
    const dispatcher = makeAgent({
      connect: (options, tell) => {
        buildConnector({})(options, (...told) => {
          isConnected = true;
          tell(...told);
        });
      },
    });
    const asked: boolean[] = [];
    const mayWrite = () => {
      asked.push(isConnected);
      return false;
    };
    expect(await post(server.origin, { dispatcher, mayWrite })).toEqual(unsent("claim_over"));
    expect(asked).toEqual([true]);
    expect(await post(server.origin, { dispatcher })).toMatchObject({ kind: "answered" });
    expect(await post(server.origin, { dispatcher, mayWrite })).toEqual(unsent("claim_over"));
    expect(server.received().join("").match(/POST/g)).toHaveLength(1);
  });

  it("found every connection busy, and is not sent later either", async () => {
    const answerable: Socket[] = [];
    const server = await serve(afterRequest((socket) => answerable.push(socket)));
    const dispatcher = makeAgent({ connections: 1 });
    const first = post(server.origin, { dispatcher, text: '{"first":1}' });
    expect(await post(server.origin, { dispatcher, limits: hastyToConnect, text: '{"second":1}' })).toEqual(
      unsent("connect_timeout"),
    );
    answerable[0]?.write(spellAnswer(200, "{}"));
    expect(await first).toMatchObject({ kind: "answered" });
    const third = post(server.origin, { dispatcher, limits: hastyToConnect, text: '{"third":1}' });
    await third;
    expect(server.received().join("")).toContain("third");
    expect(server.received().join("")).not.toContain("second");
  });

  it("found its agent closed", async () => {
    const dispatcher = new Agent();
    await dispatcher.close();
    expect(await post("http://127.0.0.1:1", { dispatcher })).toEqual(unsent("connect_failed"));
  });
});

describe("F31: a request that may have arrived", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["resets", (socket) => socket.resetAndDestroy()],
    ["hangs up", (socket) => socket.end()],
    [
      "resets in the head of the answer",
      (socket) => socket.write("HTTP/1.1 200 OK\r\nX: ", () => socket.resetAndDestroy()),
    ],
  ])("met a server that reads it and %s", async (_name, act) => {
    const server = await serve(afterRequest(act));
    expect(await post(server.origin)).toEqual(unsure("connection_lost"));
    expect(server.received()).toHaveLength(1);
  });

  it("met a server that resets at its first byte", async () => {
    const server = await serve((socket) => socket.resetAndDestroy());
    expect(await post(server.origin, { text: JSON.stringify("x".repeat(5_000_000)) })).toEqual(
      unsure("connection_lost"),
    );
  });

  it("went down a kept connection that the server resets on hearing it", async () => {
    const server = await serve((socket, received) => {
      if (received.includes('{"second":1}')) socket.resetAndDestroy();
      else if (isWhole(received)) socket.write(spellAnswer(200, "{}"));
    });
    const dispatcher = makeAgent({ connections: 1 });
    expect(await post(server.origin, { dispatcher })).toMatchObject({ kind: "answered" });
    expect(await post(server.origin, { dispatcher, text: '{"second":1}' })).toEqual(
      unsure("connection_lost"),
    );
    expect(server.received()).toHaveLength(1);
  });

  it("met silence", async () => {
    const server = await serve(() => {});
    expect(await post(server.origin, { limits: hastyToHear })).toEqual(unsure("header_timeout"));
  });

  it("met a head that comes byte by byte", async () => {
    const server = await serve(
      afterRequest((socket) => {
        socket.write("HTTP/1.1 200 OK\r\nX: ");
        writeForEver(socket, "a", 5);
      }),
    );
    expect(await post(server.origin, { limits: hastyToHear })).toEqual(unsure("header_timeout"));
  });

  it("met provisional answers without end", async () => {
    const server = await serve(
      afterRequest((socket) => writeForEver(socket, "HTTP/1.1 103 Early Hints\r\n\r\n", 5)),
    );
    expect(await post(server.origin, { limits: hastyToHear })).toEqual(unsure("header_timeout"));
  });

  it("met a head without end", async () => {
    const server = await serve(
      afterRequest((socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        writeForEver(socket, `X: ${"a".repeat(4_000)}\r\n`, 1);
      }),
    );
    expect(await post(server.origin)).toEqual(unsure("headers_too_large"));
  });

  it.each([
    "SSH-2.0-OpenSSH_9.2\r\n",
    "HTTP/1.1 abc\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
  ])("met something else than HTTP: %j", async (answer) => {
    const server = await serve(afterRequest((socket) => socket.end(answer)));
    expect(await post(server.origin)).toEqual(unsure("protocol_error"));
  });

  it("went through a dispatcher that does not tell what it writes", async () => {
    const dispatcher = new MockAgent();
    onTestFinished(() => dispatcher.close());
    dispatcher.disableNetConnect();
    dispatcher
      .get("http://127.0.0.1:1")
      .intercept({ path: "/x", method: "POST" })
      .replyWithError(new Error("lost"));
    expect(await post("http://127.0.0.1:1", { dispatcher })).toEqual({
      kind: "unanswered",
      reason: "unsure_if_sent",
      bytesWritten: null,
    });
  });
});

describe("an interim answer decides nothing", () => {
  const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  const whole = (body = "{}") => spellAnswer(200, body).toString();

  /** Writes the pieces one after the other, each after the one before has left. */
  const inPieces = (pieces: readonly string[]): Behaviour =>
    afterRequest((socket) => {
      socket.setNoDelay(true);
      const write = (at: number): void => {
        const piece = pieces[at];
        if (piece !== undefined) socket.write(piece, () => setImmediate(write, at + 1));
      };
      write(0);
    });

  it.each<[string, string[]]>([
    ["in front of the answer", [CONTINUE + whole()]],
    ["before the answer", [CONTINUE, whole()]],
    ["more than once", [CONTINUE + CONTINUE, CONTINUE + whole()]],
    ["without words", ["HTTP/1.1 100\r\n\r\n", whole()]],
    ["in an older version", ["HTTP/1.0 100 Continue\r\n\r\n", whole()]],
    [
      "with headers",
      ["HTTP/1.1 100 Continue\r\nDate: Thu, 12 Nov 2026 07:05:00 GMT\r\nVia: x\r\n\r\n", whole()],
    ],
    ["sign by sign", [...CONTINUE, ...whole()]],
    ["cut in its first word", ["HTTP/1.1 10", `0 Continue\r\n\r\n${whole()}`]],
    ["of another kind", ["HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n", whole()]],
    ["of all kinds", [`HTTP/1.1 102 Processing\r\n\r\n${CONTINUE}`, CONTINUE, whole()]],
  ])("that comes %s", async (_name, pieces) => {
    const server = await serve(inPieces(pieces));
    const dispatcher = makeAgent({ connections: 1 });
    const answered = { kind: "answered", httpStatus: 200, body: { kind: "whole", bytes: Buffer.from("{}") } };
    expect(await post(server.origin, { dispatcher })).toMatchObject(answered);
  });

  it("leaves the connection to the next request, and bodies as they are", async () => {
    const body = JSON.stringify(CONTINUE);
    const server = await serve((socket, received) => {
      if (isWhole(received.slice(received.lastIndexOf("POST")))) socket.write(CONTINUE + whole(body));
    });
    const dispatcher = makeAgent({ connections: 1 });
    for (let times = 0; times < 3; times += 1)
      expect(await post(server.origin, { dispatcher })).toMatchObject({
        kind: "answered",
        body: { kind: "whole", bytes: Buffer.from(body) },
      });
    expect(server.received()).toHaveLength(1);
  });

  it("that is all there is leaves it open whether the request arrived", async () => {
    const server = await serve(afterRequest((socket) => writeForEver(socket, CONTINUE, 5)));
    expect(await post(server.origin, { limits: hastyToHear })).toEqual(unsure("header_timeout"));
    const hangingUp = await serve(afterRequest((socket) => socket.end(CONTINUE)));
    expect(await post(hangingUp.origin)).toEqual(unsure("connection_lost"));
  });

  it("whose head has no end is given up", async () => {
    const server = await serve(
      afterRequest((socket) => {
        socket.write("HTTP/1.1 100 Continue\r\n");
        writeForEver(socket, `X: ${"a".repeat(4_000)}\r\n`, 1);
      }),
    );
    expect(await post(server.origin)).toMatchObject({ kind: "unanswered", bytesWritten: true });
  });
});

describe("F27–F28: an answer that does not come whole", () => {
  it.each<[string, string, string]>([
    ["is reset in its body", "Content-Length: 9", "{"],
    ["is reset in a chunk", "Transfer-Encoding: chunked", "5\r\n{"],
    ["is reset before its last chunk", "Transfer-Encoding: chunked", "2\r\n{}\r\n"],
  ])("%s", async (_name, header, part) => {
    const server = await serve(
      afterRequest((socket) =>
        socket.write(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${part}`, () => socket.end()),
      ),
    );
    expect(await post(server.origin)).toMatchObject(broken("answer_cut_off"));
  });

  it("comes byte by byte until the time is up", async () => {
    const server = await serve(
      afterRequest((socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        writeForEver(socket, " ", 5);
      }),
    );
    expect(await post(server.origin, { limits: hastyToEnd })).toMatchObject(broken("answer_timeout"));
  });

  it("has no end, and is given up near 1 MiB with the connection", async () => {
    let sent = 0;
    const server = await serve(
      afterRequest((socket) => {
        const chunk = Buffer.alloc(65_536, " ");
        const pour = () => {
          while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
        };
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n");
        socket.on("drain", pour);
        pour();
      }),
    );
    expect(await post(server.origin)).toMatchObject(broken("answer_too_large"));
    expect(sent).toBeLessThan(32 * 1_048_576);
  });
});

describe("F39: a process that was blocked", () => {
  it("still reads an answer that came while it was", async () => {
    const server = await serve(
      afterRequest((socket) => {
        socket.write(spellAnswer(200, "{}"));
        const endMs = performance.now() + 2 * hastyToHear.headersMs;
        while (performance.now() < endMs);
      }),
    );
    expect(await post(server.origin, { limits: hastyToHear })).toMatchObject({
      kind: "answered",
      httpStatus: 200,
    });
  });
});

describe("two requests at once with one text", () => {
  it("are told apart: one answered, one never sent", async () => {
    const server = await serve(afterRequest((socket) => socket.write(spellAnswer(200, "{}"))));
    const closed = await startServer(() => {});
    await closed.close();
    const dispatcher = makeAgent();
    const [answered, refused] = await Promise.all([
      post(server.origin, { dispatcher }),
      post(closed.origin, { dispatcher }),
    ]);
    expect(answered).toMatchObject({ kind: "answered" });
    expect(refused).toEqual(unsent("connect_refused"));
  });
});
