import type { IncomingMessage, ServerResponse } from "node:http";
import { digestOf, hexOf } from "@/lib/stand-in/checks/call-signature";
import type { Refusal } from "@/lib/stand-in/checks/refusal";
import { restateError } from "@/lib/stand-in/failures/error-family";
import { drawDelayMs } from "@/lib/stand-in/failures/latency";
import type { RateLimiter } from "@/lib/stand-in/failures/rate-limit";
import type { Switches } from "@/lib/stand-in/failures/switches";
import { type Delay, deliver } from "./delivery";
import { METHOD_OF, type Question, type Questions, questionOf } from "./questions";
import { type ReceivedBody, readBody } from "./received-body";
import type { Registrar, Taken } from "./registrar";
import { unsignedAnswer } from "./reply";
import type { RequestEntry, RequestLog } from "./request-log";
import { type CallWatch, watchCall } from "./watch";

/** Where Create Business Lite is. */
export const REGISTRATION_PATH = "/adv-core-api/partner/v1.0/business/lite/registration";

export type CallHouse = {
  registrar: Registrar;
  questions: Questions;
  rateLimiter: RateLimiter;
  log: RequestLog;
  switches: () => Switches;
  now: () => Date;
  monotonicMs: () => number;
  delay: Delay;
  onProblem: (problem: unknown) => void;
  watch?: CallWatch;
};

type Received = {
  request: IncomingMessage;
  path: string;
  question: Question | null;
  body: ReceivedBody;
  digest: string;
  bodySha256: string;
};

/** Answers whatever does not belong to the stand-in's own page, and logs it before it is answered. */
export async function answerCall(
  house: CallHouse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrivedMs = house.monotonicMs();
  const at = house.now().toISOString();
  const path = pathOf(request);
  const clientId = headerOf(request, "client-id");
  const requestId = headerOf(request, "request-id");
  const question = questionOf(path, house.switches());
  const { monotonicMs, watch } = house;
  // Who asks makes nothing, so there is nothing to hold against what others say of it.
  const watched =
    question === null &&
    watch &&
    watchCall(watch, request, response, { arrivedMs, clientId, requestId, monotonicMs });
  // Counted before anything is awaited, so that calls count in the order in which they arrive.
  const overRate =
    path === REGISTRATION_PATH || question ? refuseOverRate(house, clientId ?? "", arrivedMs) : null;
  const body = await readBody(request);
  if (watched) watched.noteBody(body);
  const digest = digestOf(body.bytes);
  const bodySha256 = hexOf(digest);
  const taken = overRate ?? (await takeCall(house, { request, path, question, body, digest, bodySha256 }));
  const entry: RequestEntry = {
    at,
    arrivedMs,
    call: question?.call ?? "registration",
    method: request.method ?? "",
    path: path.slice(0, 200),
    clientId,
    requestId,
    status: "status" in taken.reply ? taken.reply.status : null,
    check: taken.check,
    failure: taken.failure,
    businessId: taken.businessId,
    bytes: body.length,
    bodySha256,
  };
  house.log.add(entry);
  if (watched) watched.noteDecision(entry);
  const latencyMs = drawDelayMs(house.switches().latency, house.log.counts().requests);
  // Node's own date is of the real clock.
  if (house.switches().clockOffSeconds !== 0) response.setHeader("Date", house.now().toUTCString());
  await deliver(taken.reply, response, { latencyMs, delay: house.delay });
}

/** The path a request names, without its query. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? "";
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

/** As a gateway does it: unsigned, and before anybody looks at what the call is. */
function refuseOverRate(house: CallHouse, clientId: string, arrivedMs: number): Taken | null {
  const { rateLimit } = house.switches();
  if (rateLimit === null || house.rateLimiter.admit(rateLimit, clientId, arrivedMs)) return null;
  return refuse(
    house,
    { check: "rate_limit", status: 429, body: { message: "Too many requests" } },
    { "Retry-After": String(rateLimit.retryAfterSeconds) },
  );
}

/** Row 1 of the contract and the size limit; the rest is the registrar's. */
async function takeCall(
  house: CallHouse,
  { request, path, question, body, digest, bodySha256 }: Received,
): Promise<Taken> {
  const method = question ? METHOD_OF[question.call] : "POST";
  if (path !== REGISTRATION_PATH && question === null) {
    const message = `No static resource ${path.slice(1, 200)}`;
    return refuse(house, { check: "path", status: 404, body: { message } });
  }
  if (request.method !== method) {
    const message = `Request method '${request.method}' is not supported`;
    return refuse(house, { check: "method", status: 405, body: { message } }, { Allow: method });
  }
  if (body.isTooLarge) {
    return refuse(house, {
      check: "body_size",
      status: 413,
      body: { message: "Request body is larger than 1 MiB" },
    });
  }
  const origin = `http://127.0.0.1:${request.socket.localPort}`;
  try {
    const { headers, url = "" } = request;
    if (question) {
      const { bytes } = body;
      const asked = { question, headers, path, search: url.slice(path.length), origin, bytes };
      return await house.questions.answer({ ...asked, digest: method === "GET" ? null : digest });
    }
    return await house.registrar.take({ headers, path, origin, bytes: body.bytes, digest, bodySha256 });
  } catch (problem) {
    if (request.socket.destroyed) throw problem;
    house.onProblem(problem);
    const reply = unsignedAnswer(500, { message: "The stand-in could not record this call" });
    return { reply, check: null, failure: null, businessId: null };
  }
}

function refuse(house: CallHouse, refusal: Refusal, headers: Record<string, string> = {}): Taken {
  const { status, body } = restateError(house.switches().errors, refusal.check, refusal);
  const reply = unsignedAnswer(status, body, headers);
  return { reply, check: refusal.check, failure: null, businessId: null };
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value.slice(0, 128) : null;
}
