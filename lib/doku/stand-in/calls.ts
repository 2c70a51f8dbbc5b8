import type { IncomingMessage, ServerResponse } from "node:http";
import { digestOf, hexOf } from "./call-signature";
import { type Delay, deliver } from "./delivery";
import { type ReceivedBody, readBody } from "./received-body";
import type { Refusal } from "./refusal";
import type { Registrar, Taken } from "./registrar";
import { unsignedAnswer } from "./reply";
import type { RequestLog } from "./request-log";

/** The only path of DOKU's that the stand-in knows. */
export const REGISTRATION_PATH = "/adv-core-api/partner/v1.0/business/lite/registration";

export type CallHouse = {
  registrar: Registrar;
  log: RequestLog;
  now: () => Date;
  delay: Delay;
  onProblem: (problem: unknown) => void;
};

/** Answers whatever does not belong to the stand-in's own page, and logs it before it is answered. */
export async function answerCall(
  house: CallHouse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = house.now().toISOString();
  const body = await readBody(request);
  const path = pathOf(request);
  const digest = digestOf(body.bytes);
  const taken = await takeCall(house, { request, path, body, digest });
  house.log.add({
    at,
    method: request.method ?? "",
    path: path.slice(0, 200),
    clientId: headerOf(request, "client-id"),
    requestId: headerOf(request, "request-id"),
    status: "status" in taken.reply ? taken.reply.status : null,
    check: taken.check,
    failure: taken.failure,
    businessId: taken.businessId,
    bytes: body.length,
    bodySha256: hexOf(digest),
  });
  await deliver(taken.reply, response, house.delay);
}

/** The path a request names, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

/** Row 1 of the contract and the size limit; the rest is the registrar's. */
async function takeCall(
  house: CallHouse,
  received: { request: IncomingMessage; path: string; body: ReceivedBody; digest: string },
): Promise<Taken> {
  const { request, path, body, digest } = received;
  if (path !== REGISTRATION_PATH) {
    const message = `No static resource ${path.slice(1, 200)}`;
    return refuse({ check: "path", status: 404, body: { message } });
  }
  if (request.method !== "POST") {
    const message = `Request method '${request.method}' is not supported`;
    return refuse({ check: "method", status: 405, body: { message } }, { Allow: "POST" });
  }
  if (body.isTooLarge) {
    return refuse({
      check: "body_size",
      status: 413,
      body: { message: "Request body is larger than 1 MiB" },
    });
  }
  const origin = `http://127.0.0.1:${request.socket.localPort}`;
  try {
    return await house.registrar.take({ headers: request.headers, path, origin, bytes: body.bytes, digest });
  } catch (problem) {
    if (request.socket.destroyed) throw problem;
    house.onProblem(problem);
    const reply = unsignedAnswer(500, { message: "The stand-in could not record this call" });
    return { reply, check: null, failure: null, businessId: null };
  }
}

function refuse(refusal: Refusal, headers: Record<string, string> = {}): Taken {
  const reply = unsignedAnswer(refusal.status, refusal.body, headers);
  return { reply, check: refusal.check, failure: null, businessId: null };
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value.slice(0, 128) : null;
}
