import "server-only";
import type { Dispatcher } from "undici";
import { readAnswer } from "./answer";
import { judgeAnswerSignature } from "./answer-signature";
import type { Timeouts } from "./connection/deadline";
import { type Exchange, exchangeOnce } from "./exchange";
import type { JudgedAnswer } from "./outcome";
import { formatTimestamp, type SignedMessage, sign } from "./signature";

/** What DOKU knows a partner by. `baseUrl` is a host, `https://api-uat.doku.com`; see `createDokuClient` for a path. */
export type DokuCredential = { clientId: string; secretKey: string; baseUrl: string };

export type CallSettings = {
  credential: DokuCredential;
  dispatcher: Dispatcher;
  now: () => Date;
  requireSignedAnswers: boolean;
  timeouts: Timeouts;
  origin: string;
  /** What stands before every path, and is signed with it. */
  basePath: string;
};

/** A call as it goes out. Without a body it is a GET; its query is signed with its path where `signsQuery`. */
export type OutgoingCall = {
  requestId: string;
  path: string;
  query: string | null;
  signsQuery: boolean;
  body: Buffer | null;
  mayWrite: () => boolean;
};

/** One call and its end; both moments are of our clock as it was when the call began, whatever was done to it meanwhile. */
export type MadeCall = {
  request: SignedMessage;
  /** With its query, as it stood on the request line. */
  wholeTarget: string;
  exchange: Exchange;
  latencyMs: number;
  beganAt: Date;
  endedAt: Date;
};

type Answered = Extract<Exchange, { kind: "answered" }>;

/** Signs a call with a fresh time stamp and makes it once. Never throws for anything the network or DOKU does. */
export async function makeCall(settings: CallSettings, call: OutgoingCall): Promise<MadeCall> {
  const { credential, dispatcher, timeouts, origin, basePath, now } = settings;
  const startedMs = performance.now();
  const beganAt = now();
  const path = basePath + call.path;
  const wholeTarget = call.query === null ? path : `${path}?${call.query}`;
  const request: SignedMessage = {
    clientId: credential.clientId,
    requestId: call.requestId,
    timestampHeader: "Request-Timestamp",
    timestamp: formatTimestamp(beganAt),
    target: call.signsQuery ? wholeTarget : path,
    body: call.body,
  };
  const headers = {
    ...(call.body === null ? {} : { "Content-Type": "application/json" }),
    Accept: "application/json",
    "Client-Id": request.clientId,
    "Request-Id": request.requestId,
    "Request-Timestamp": request.timestamp,
    Signature: sign({ message: request, secretKey: credential.secretKey }),
  };
  const { body, mayWrite } = call;
  const exchange = await exchangeOnce({
    dispatcher,
    timeouts,
    mayWrite,
    origin,
    path: wholeTarget,
    headers,
    body,
  });
  const latencyMs = Math.round(performance.now() - startedMs);
  const endedAt = new Date(beganAt.getTime() + latencyMs);
  return { request, wholeTarget, exchange, latencyMs, beganAt, endedAt };
}

/** What the answer says, with the verdict on its signature. */
export function judgeAnswer(
  { credential: { secretKey } }: CallSettings,
  { request, wholeTarget }: Pick<MadeCall, "request" | "wholeTarget">,
  { headers, body, httpStatus }: Answered,
): JudgedAnswer {
  // Whether DOKU signs an answer over the query is as open as whether we are to: both are its own signature.
  const [path = ""] = wholeTarget.split("?");
  const targets = [request.target, ...[wholeTarget, path].filter((target) => target !== request.target)];
  const verdicts =
    body.kind === "whole"
      ? targets.map((target) =>
          judgeAnswerSignature({ headers, body: body.bytes, request: { ...request, target }, secretKey }),
        )
      : [{ verdict: headers.signature === undefined ? ("not_signed" as const) : null, signedAtMs: null }];
  const signature = verdicts.find(({ verdict }) => verdict === "verified") ?? verdicts[0];
  return {
    httpStatus,
    content: readAnswer(body),
    signature: signature?.verdict ?? null,
    signedAtMs: signature?.signedAtMs ?? null,
    retryAfter: headers["retry-after"],
  };
}
