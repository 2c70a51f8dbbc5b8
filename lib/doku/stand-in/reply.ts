import { digestOf, type SignedParts, signatureOf } from "./call-signature";
import type { AlteringAct, PlainAct } from "./failures";
import { formatTimestamp } from "./header-checks";
import type { Business } from "./ledger";
import type { Switches } from "./switches";

/** What goes back over the wire. */
export type Reply =
  | AnswerReply
  /** The body followed by megabytes of padding inside the same JSON object. */
  | { kind: "flood"; status: number; headers: Record<string, string>; body: string }
  | { kind: "silence" }
  | { kind: "reset" };

type AnswerReply = {
  kind: "answer";
  status: number;
  headers: Record<string, string>;
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

export type AnswerRules = { now: Date; answers: Switches["answers"] };

const JSON_TYPE = { "Content-Type": "application/json" };

/** An answer to a call that is not signed for: the caller is not known, or the path is not DOKU's. */
export function unsignedAnswer(status: number, body: object, headers: Record<string, string> = {}): Reply {
  return {
    kind: "answer",
    status,
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
    pace: "whole",
  };
}

/** A JSON answer with the four answer headers. */
export function signedAnswer(call: SignedCall, rules: AnswerRules, status: number, body: object): Reply {
  return signedText(call, rules, status, JSON.stringify(body));
}

/** The reply of a failure that takes the place of the normal answer. */
export function plainReply(act: PlainAct, call: SignedCall, rules: AnswerRules): Reply {
  switch (act.kind) {
    case "answer": {
      const signing = act.signed ? answerHeaders(call, rules, act.body) : {};
      return {
        kind: "answer",
        status: act.status,
        headers: { ...act.headers, ...signing },
        body: act.body,
        pace: "whole",
      };
    }
    case "redirect": {
      const headers = { Location: `${call.origin}/followed-redirect` };
      return { kind: "answer", status: 302, headers, body: "", pace: "whole" };
    }
    case "silence":
    case "reset":
      return { kind: act.kind };
  }
}

/** The answer that carries a business: as documented, or as a failure has it. */
export function businessReply(
  business: Business,
  act: PlainAct | AlteringAct | null,
  call: SignedCall,
  rules: AnswerRules & { status: number },
): Reply {
  switch (act?.kind) {
    case undefined:
    case "delay":
    case "brands":
      return signedAnswer(call, rules, rules.status, businessBody(business));
    case "alter":
      return alteredReply(business, act.change, call, rules);
    case "answer":
    case "redirect":
    case "silence":
    case "reset":
      return plainReply(act, call, rules);
  }
}

function alteredReply(
  business: Business,
  change: Extract<AlteringAct, { kind: "alter" }>["change"],
  call: SignedCall,
  rules: AnswerRules & { status: number },
): Reply {
  const { status } = rules;
  const body = businessBody(business);
  const text = JSON.stringify(body);
  switch (change) {
    case "other_reference": {
      const other = businessBody({ ...business, partnerRefId: `${business.partnerRefId}-OTHER` });
      return signedAnswer(call, rules, status, other);
    }
    case "wrong_signature":
      return signedAnswer(call, { ...rules, answers: "wrong" }, status, body);
    case "unsigned":
      return signedAnswer(call, { ...rules, answers: "unsigned" }, status, body);
    case "truncated":
      return signedText(call, rules, status, text.slice(0, text.length / 2));
    case "drip":
      return { ...signedText(call, rules, status, text), pace: "drip" };
    case "flood":
      return { kind: "flood", status, headers: JSON_TYPE, body: text };
  }
}

function signedText(call: SignedCall, rules: AnswerRules, status: number, body: string): AnswerReply {
  const headers = { ...JSON_TYPE, ...answerHeaders(call, rules, body) };
  return { kind: "answer", status, headers, body, pace: "whole" };
}

function businessBody(business: Pick<Business, "businessId" | "partnerRefId" | "brandIds">): object {
  return {
    business: {
      id: business.businessId,
      partner_ref_id: business.partnerRefId,
      brands: business.brandIds.map((id) => ({ id })),
    },
  };
}

function answerHeaders(call: SignedCall, rules: AnswerRules, body: string): Record<string, string> {
  const timestamp = formatTimestamp(rules.now);
  const headers = {
    "Client-Id": call.clientId,
    "Request-Id": call.requestId,
    "Response-Timestamp": timestamp,
  };
  if (rules.answers === "unsigned") return headers;
  const parts: SignedParts = {
    clientId: call.clientId,
    requestId: call.requestId,
    timestampHeader: "Response-Timestamp",
    timestamp,
    target: call.path,
    digest: digestOf(Buffer.from(body)),
  };
  const secret = rules.answers === "wrong" ? `another ${call.secret}` : call.secret;
  return { ...headers, Signature: signatureOf(secret, parts) };
}
