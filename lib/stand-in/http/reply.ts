import { digestOf, signatureOf } from "@/lib/stand-in/checks/call-signature";
import { formatTimestamp } from "@/lib/stand-in/checks/headers";
import { restateError } from "@/lib/stand-in/failures/error-family";
import type { AlteringAct, PlainAct } from "@/lib/stand-in/failures/failures";
import type { Switches } from "@/lib/stand-in/failures/switches";
import type { Business } from "@/lib/stand-in/ledger/ledger";

/** What goes back over the wire. */
export type Reply =
  | AnswerReply
  /** The body followed by megabytes of padding inside the same JSON object. */
  | { kind: "flood"; status: number; body: string }
  | { kind: "silence" }
  | { kind: "reset" };

type AnswerReply = {
  kind: "answer";
  status: number;
  /** All that are sent, its length among them. */
  headers: Record<string, string | number>;
  body: string;
  pace: "whole" | "drip";
};

/** A call whose signature was right: what its answer is signed with. */
export type SignedCall = {
  clientId: string;
  requestId: string;
  path: string;
  secret: string;
  /** Of this server, `http://127.0.0.1:PORT`. */
  origin: string;
};

export type AnswerRules = { now: Date } & Pick<Switches, "answers" | "errors">;

const JSON_TYPE = "application/json";

/** An answer to a call that is not signed for: the caller is not known, or the path is not DOKU's. */
export function unsignedAnswer(status: number, body: object, headers: Record<string, string> = {}): Reply {
  return plainText(status, { "Content-Type": JSON_TYPE, ...headers }, JSON.stringify(body));
}

/** A JSON answer with the four answer headers. */
export function signedAnswer(call: SignedCall, rules: AnswerRules, status: number, body: object): Reply {
  return signedText(call, rules, status, JSON.stringify(body));
}

/** The reply of a failure that takes the place of the normal answer. */
export function plainReply(act: PlainAct, call: SignedCall, rules: AnswerRules): Reply {
  switch (act.kind) {
    case "answer": {
      const { status, body } = restate(rules, act);
      return act.signed ? signedText(call, rules, status, body) : plainText(status, act.headers, body);
    }
    case "redirect":
      return plainText(302, { Location: `${call.origin}/followed-redirect` }, "");
    case "silence":
    case "reset":
      return { kind: act.kind };
  }
}

/** An error in JSON is written in the family that is switched on; a page of HTML, or no answer at all, as it is. */
function restate(
  { errors }: AnswerRules,
  { status, body }: { status: number; body: string },
): { status: number; body: string } {
  if (status < 400 || !body.startsWith("{")) return { status, body };
  const restated = restateError(errors, null, { status, body: JSON.parse(body) });
  return { status: restated.status, body: JSON.stringify(restated.body) };
}

/** The answer that carries a business, in this status: as documented, or as a failure has it. */
export function businessReply({
  business,
  act,
  call,
  rules,
  status,
}: {
  business: Business;
  act: PlainAct | AlteringAct | null;
  call: SignedCall;
  rules: AnswerRules;
  status: number;
}): Reply {
  const { businessId, partnerRefId, brandIds } = business;
  switch (act?.kind) {
    case undefined:
    case "delay":
    case "brands":
      return signedAnswer(call, rules, status, businessBody(businessId, partnerRefId, brandIds));
    case "alter": {
      const reference = act.change === "other_reference" ? `${partnerRefId}-OTHER` : partnerRefId;
      const body = JSON.stringify(businessBody(businessId, reference, brandIds));
      return alteredReply(act.change, { call, rules, status, body });
    }
    case "answer":
    case "redirect":
    case "silence":
    case "reset":
      return plainReply(act, call, rules);
  }
}

function alteredReply(
  change: Extract<AlteringAct, { kind: "alter" }>["change"],
  { call, rules, status, body }: { call: SignedCall; rules: AnswerRules; status: number; body: string },
): Reply {
  switch (change) {
    case "other_reference":
      return signedText(call, rules, status, body);
    case "wrong_signature":
      return signedText(call, { ...rules, answers: "wrong" }, status, body);
    case "unsigned":
      return signedText(call, { ...rules, answers: "unsigned" }, status, body);
    case "truncated":
      return signedText(call, rules, status, body.slice(0, body.length / 2));
    case "drip":
      return { ...signedText(call, rules, status, body), pace: "drip" };
    case "flood":
      return { kind: "flood", status, body };
  }
}

/** The same, of a text as it is. */
export function signedText(call: SignedCall, rules: AnswerRules, status: number, body: string): AnswerReply {
  return { kind: "answer", status, headers: answerHeaders(call, rules, body), body, pace: "whole" };
}

function plainText(status: number, headers: Record<string, string>, body: string): AnswerReply {
  const withLength = { ...headers, "Content-Length": Buffer.byteLength(body) };
  return { kind: "answer", status, headers: withLength, body, pace: "whole" };
}

function businessBody(id: string, partnerRefId: string, brandIds: readonly string[]): object {
  return {
    business: { id, partner_ref_id: partnerRefId, brands: brandIds.map((brandId) => ({ id: brandId })) },
  };
}

// Spelt out, because to spread them costs as much as to sign them.
function answerHeaders(call: SignedCall, rules: AnswerRules, body: string): AnswerReply["headers"] {
  const { clientId, requestId, path, secret } = call;
  const timestamp = formatTimestamp(rules.now);
  const length = Buffer.byteLength(body);
  if (rules.answers === "unsigned") {
    return {
      "Content-Type": JSON_TYPE,
      "Client-Id": clientId,
      "Request-Id": requestId,
      "Response-Timestamp": timestamp,
      "Content-Length": length,
    };
  }
  const signature = signatureOf(rules.answers === "wrong" ? `another ${secret}` : secret, {
    clientId,
    requestId,
    timestampHeader: "Response-Timestamp",
    timestamp,
    target: path,
    digest: digestOf(body),
  });
  return {
    "Content-Type": JSON_TYPE,
    "Client-Id": clientId,
    "Request-Id": requestId,
    "Response-Timestamp": timestamp,
    Signature: signature,
    "Content-Length": length,
  };
}
