import "server-only";
import { Agent, type Dispatcher } from "undici";
import { readAnswer } from "./answer";
import { judgeAnswerSignature } from "./answer-signature";
import type { Timeouts } from "./deadline";
import { type Exchange, exchangeOnce } from "./exchange";
import { type AttemptEnding, endWithAnswer, endWithoutAnswer, type UnstampedEnding } from "./outcome";
import { formatTimestamp, type SignedMessage, sign } from "./signature";
import { BUSINESS_LITE_PATH, readSentPersonalData } from "./wire";

export type { Timeouts } from "./deadline";

/** What DOKU knows a partner by. `baseUrl` is a host, `https://api-uat.doku.com`; see `createDokuClient` for a path. */
export type DokuCredential = { clientId: string; secretKey: string; baseUrl: string };

/** One call to make: a frozen envelope. `partnerRefId` is the one inside `bodyText`, which an answer must echo. */
export type BusinessLiteCall = {
  requestId: string;
  bodyText: string;
  partnerRefId: string;
  /** Asked in the moment before the first byte is written; false ends the call as *not sent* (`claim_over`). */
  mayWrite?: () => boolean;
};

export type DokuClient = { createBusinessLite(call: BusinessLiteCall): Promise<AttemptEnding> };

export type DokuClientOptions = {
  credential: DokuCredential;
  /** By default one agent for the whole process, so that clients may be made freely and still share connections. */
  dispatcher?: Dispatcher;
  /** The clock for time stamps, their skew and Retry-After; durations come from the monotonic clock. */
  now?: () => Date;
  /** Believe no unsigned answer, except one that refuses the credential. */
  requireSignedAnswers?: boolean;
  timeouts?: Partial<Timeouts>;
};

const TIMEOUTS: Timeouts = { connectMs: 3_000, headersMs: 15_000, totalMs: 25_000 };
/** Of a process; whoever calls more at once has them wait for one another, and run out of `connectMs`. */
export const MAX_CONNECTIONS = 64;

/**
 * A client for one credential. `createBusinessLite` signs the very bytes it sends, sends them once with a fresh
 * time stamp, and never throws for anything the network or DOKU does: every end of a call is an AttemptEnding.
 *
 * Throws a RangeError for a credential that cannot be used: an empty Client-Id or secret, characters that
 * cannot stand in a header, or a base URL that is not plain http(s). Where the base URL has a path, the calls go
 * below it and that whole path is signed, because DOKU checks the target of the request it receives; so a
 * forwarding proxy that takes its own path off again does not work.
 */
export function createDokuClient(options: DokuClientOptions): DokuClient {
  requireUsableCredential(options.credential);
  const base = parseBaseUrl(options.credential.baseUrl);
  const settings = {
    credential: options.credential,
    dispatcher: options.dispatcher ?? sharedAgent(),
    now: options.now ?? (() => new Date()),
    requireSignedAnswers: options.requireSignedAnswers ?? false,
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    origin: base.origin,
    target: base.path + BUSINESS_LITE_PATH,
  };
  return { createBusinessLite: (call) => createBusinessLite(settings, call) };
}

type Settings = Required<DokuClientOptions> & { timeouts: Timeouts; origin: string; target: string };

async function createBusinessLite(settings: Settings, call: BusinessLiteCall): Promise<AttemptEnding> {
  const { credential, dispatcher, timeouts, origin, target } = settings;
  const startedMs = performance.now();
  const body = Buffer.from(call.bodyText);
  const request: SignedMessage = {
    clientId: credential.clientId,
    requestId: call.requestId,
    timestampHeader: "Request-Timestamp",
    timestamp: formatTimestamp(settings.now()),
    target,
    body,
  };
  const headers = {
    "Content-Type": "application/json",
    Accept: "application/json",
    "Client-Id": request.clientId,
    "Request-Id": request.requestId,
    "Request-Timestamp": request.timestamp,
    Signature: sign({ message: request, secretKey: credential.secretKey }),
  };
  const mayWrite = call.mayWrite ?? (() => true);
  const exchange = await exchangeOnce({
    dispatcher,
    timeouts,
    mayWrite,
    origin,
    path: target,
    headers,
    body,
  });
  const latencyMs = Math.round(performance.now() - startedMs);
  const ending =
    exchange.kind === "unanswered"
      ? endWithoutAnswer({ reason: exchange.reason, bytesWritten: exchange.bytesWritten, latencyMs })
      : endAnswered(settings, { call, request, answer: exchange, latencyMs });
  return { ...ending, requestTimestamp: request.timestamp };
}

function endAnswered(
  settings: Settings,
  sent: {
    call: BusinessLiteCall;
    request: SignedMessage;
    answer: Extract<Exchange, { kind: "answered" }>;
    latencyMs: number;
  },
): UnstampedEnding {
  const { headers, body, httpStatus } = sent.answer;
  const { secretKey } = settings.credential;
  const retryAfter = headers["retry-after"];
  const signature =
    body.kind === "whole"
      ? judgeAnswerSignature({ headers, body: body.bytes, request: sent.request, secretKey })
      : { verdict: headers.signature === undefined ? ("not_signed" as const) : null, signedAtMs: null };
  return endWithAnswer(
    {
      httpStatus,
      content: readAnswer(body),
      signature: signature.verdict,
      signedAtMs: signature.signedAtMs,
      retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    },
    {
      partnerRefId: sent.call.partnerRefId,
      requireSignedAnswers: settings.requireSignedAnswers,
      now: settings.now(),
    },
    {
      sensitive: { secrets: [secretKey], ...readSentPersonalData(sent.call.bodyText) },
      latencyMs: sent.latencyMs,
    },
  );
}

let agent: Agent | undefined;

function sharedAgent(): Agent {
  agent ??= new Agent({
    connect: { timeout: TIMEOUTS.connectMs },
    connections: MAX_CONNECTIONS,
    // One request at a time on a connection: a lost connection then leaves one attempt in doubt, not several.
    pipelining: 1,
    maxHeaderSize: 16_384,
  });
  return agent;
}

function requireUsableCredential({ clientId, secretKey }: DokuCredential): void {
  if (!/^[\x21-\x7e]{1,128}$/.test(clientId)) throw new RangeError("The Client-Id cannot stand in a header");
  if (secretKey === "") throw new RangeError("The secret key is empty");
}

function parseBaseUrl(baseUrl: string): { origin: string; path: string } {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const isPlain =
    url !== null &&
    (url.protocol === "https:" || url.protocol === "http:") &&
    url.username + url.password + url.search + url.hash === "";
  if (!isPlain) throw new RangeError("The base URL is not a plain http or https address");
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
}
