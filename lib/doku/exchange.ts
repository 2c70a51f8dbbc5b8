import { type Dispatcher, errors } from "undici";
import type { AnswerBody, AnswerHeaders } from "./answer";
import "./connection/interim-answers";
import { DeadlineError, startDeadline, type Timeouts } from "./connection/deadline";
import { askBeforeWrite, publishesWrites, WriteRefusedError, watchWrite } from "./connection/write-signal";
import { decodeContent } from "./content-encoding";
import type { Reason } from "./reason";

/** The largest answer that is read, before and after any content encoding. */
const MAX_ANSWER_BYTES = 1_048_576;

/** One request and what came of it. `bytesWritten` is null where nobody can tell. */
export type Exchange =
  | { kind: "answered"; httpStatus: number; headers: AnswerHeaders; body: AnswerBody }
  | { kind: "unanswered"; reason: Reason; bytesWritten: boolean | null };

/**
 * Sends these very bytes once, or asks without any where `body` is null, unless `mayWrite` says no in the moment before the first of them, and reads the answer within the limits: never retried, never redirected
 * (undici does neither by itself), aborted at 1 MiB. Never throws for anything the network or the server does.
 */
export async function exchangeOnce({
  dispatcher,
  timeouts,
  mayWrite,
  ...request
}: {
  dispatcher: Dispatcher;
  timeouts: Timeouts;
  mayWrite: () => boolean;
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}): Promise<Exchange> {
  const deadline = startDeadline(timeouts);
  let isWritten = false;
  const noteWrite = () => {
    isWritten = true;
    deadline.enter("headers");
  };
  if (request.body !== null) watchWrite(request.body, noteWrite);
  // A request without a body has no object to know it by: it counts as written from the moment before.
  const mayBegin = () => {
    const may = mayWrite();
    if (may && request.body === null) noteWrite();
    return may;
  };
  try {
    const answering = askBeforeWrite(dispatcher, mayBegin).request({
      ...request,
      method: request.body === null ? "GET" : "POST",
      signal: deadline.signal,
      // The deadline is the one clock; undici's own would be a second, coarser one.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const answer = await Promise.race([answering, deadline.expired]);
    deadline.enter("body");
    const { statusCode, headers } = answer;
    const body = await readBody(answer.body, headers["content-encoding"]);
    return { kind: "answered", httpStatus: statusCode, headers, body };
  } catch (error) {
    if (error instanceof WriteRefusedError)
      return { kind: "unanswered", reason: "claim_over", bytesWritten: false };
    const bytesWritten = isWritten || (publishesWrites(dispatcher) ? false : null);
    return { kind: "unanswered", reason: explainFailure(error, bytesWritten), bytesWritten };
  } finally {
    deadline.stop();
  }
}

async function readBody(
  stream: Dispatcher.ResponseData["body"],
  encoding: string | string[] | undefined,
): Promise<AnswerBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      // Leaving the loop destroys the stream, and with it the connection.
      if (size > MAX_ANSWER_BYTES) return { kind: "broken", reason: "answer_too_large" };
      chunks.push(chunk);
    }
  } catch (error) {
    return { kind: "broken", reason: error instanceof DeadlineError ? "answer_timeout" : "answer_cut_off" };
  }
  return decodeContent(Buffer.concat(chunks), encoding, MAX_ANSWER_BYTES);
}

function explainFailure(error: unknown, bytesWritten: boolean | null): Reason {
  if (bytesWritten === null) return "unsure_if_sent";
  const code = codeOf(error);
  if (bytesWritten) {
    if (error instanceof DeadlineError) return "header_timeout";
    if (code === "UND_ERR_HEADERS_OVERFLOW") return "headers_too_large";
    return error instanceof errors.HTTPParserError ? "protocol_error" : "connection_lost";
  }
  if (error instanceof DeadlineError) return "connect_timeout";
  if (code === "ENOTFOUND" || code.startsWith("EAI_")) return "dns";
  if (code === "ECONNREFUSED") return "connect_refused";
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") return "connect_timeout";
  return TLS_CODE.test(code) ? "tls" : "connect_failed";
}

// Node passes OpenSSL's verification codes on as they are, hence the list.
const TLS_CODE =
  /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)/;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
