import type { IncomingHttpHeaders } from "node:http";
import { businessDataBody, SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";
import { findQueryProblems, requirementsOf } from "@/lib/stand-in/asking/documents";
import type { OddAnswer } from "@/lib/stand-in/asking/odd-answers";
import type { Reviews } from "@/lib/stand-in/asking/reviews";
import { checkCaller } from "@/lib/stand-in/checks/caller";
import { type Check, errorBody, type Refusal } from "@/lib/stand-in/checks/refusal";
import { restateError } from "@/lib/stand-in/failures/error-family";
import type { CallName, Switches } from "@/lib/stand-in/failures/switches";
import type { Business, Ledger } from "@/lib/stand-in/ledger/ledger";
import type { Taken } from "./registrar";
import {
  type AnswerRules,
  type Reply,
  type SignedCall,
  signedAnswer,
  signedText,
  unsignedAnswer,
} from "./reply";

/** The three calls that create nothing. */
export type Question =
  | { call: "token" }
  | { call: "requirements" }
  | { call: "business_data"; brandId: string };

/** Where DOKU has the two that have one address only. */
export const TOKEN_PATH = "/adv-core-api/partner/v1.0/token";
export const REQUIREMENTS_PATH = "/adv-core-api/partner/v1.0/file";

/** The question that this path asks, or null. */
export function questionOf(path: string, { lookPath }: Switches): Question | null {
  if (path === TOKEN_PATH) return { call: "token" };
  if (path === REQUIREMENTS_PATH) return { call: "requirements" };
  const [before = "", after = ""] = lookPath.split("{brand_id}");
  const isOfBusiness = path.startsWith(before) && path.endsWith(after);
  const part = isOfBusiness ? path.slice(before.length, path.length - after.length) : "";
  return part === "" || part.includes("/") ? null : { call: "business_data", brandId: decode(part) };
}

/** How each is asked. */
export const METHOD_OF = {
  token: "POST",
  requirements: "GET",
  business_data: "GET",
} as const satisfies Record<CallName, string>;

export type AskedCall = {
  question: Question;
  headers: IncomingHttpHeaders;
  path: string;
  /** With its question mark, or empty. */
  search: string;
  origin: string;
  bytes: Buffer;
  /** Of a POST. */
  digest: string | null;
};

type House = {
  clients: ReadonlyMap<string, readonly string[]>;
  ledger: Ledger;
  reviews: Reviews;
  switches: () => Switches;
  now: () => Date;
  wait: (delayMs: number) => Promise<void>;
};

export type Questions = { answer(asked: AskedCall): Promise<Taken> };

const SLOW_MS = 8_000;

/** Answers what is asked, by rows 2 to 7 and 14 of the contract. The ledger is read, never written. */
export function createQuestions(house: House): Questions {
  const { clients, ledger, reviews, now, switches } = house;

  async function answer(asked: AskedCall): Promise<Taken> {
    const { question, headers, path, search, origin, digest } = asked;
    const { withheld, signedTarget } = switches();
    if (withheld?.calls.includes(question.call)) return refuse(null, withheldRefusal(withheld.status, path));
    const target = signedTarget === "path_and_query" ? path + search : path;
    const checked = checkCaller({ headers, target, digest }, { clients, now: now() });
    if (!checked.ok) return refuse(null, checked.refusal);

    const call = { ...checked.caller, path: target, origin };
    const query = new URLSearchParams(search);
    switch (question.call) {
      case "token":
        return isTokenRequest(asked.bytes)
          ? tell(call, { token: `eyJhbGciOiJSUzI1NiJ9.${SECRETS_OF_ANSWERS.token}.x` })
          : refuse(call, refusal("body_object", 400, ["grant_type must be client_credentials"]));
      case "requirements": {
        const problems = findQueryProblems(query);
        return problems.length > 0
          ? refuse(call, refusal("query", 400, problems))
          : tell(call, requirementsOf(query));
      }
      case "business_data":
        return tellBusiness(call, question.brandId, query);
    }
  }

  async function tellBusiness(call: SignedCall, brandId: string, query: URLSearchParams): Promise<Taken> {
    const { lookQuery, lookShape, lookIncomplete, lookAnswer } = switches();
    const problems = lookQuery === "required" ? findQueryProblems(query) : [];
    if (problems.length > 0) return refuse(call, refusal("query", 400, problems));
    const business = businessOf(call.clientId, brandId);
    if (business === null) return refuse(call, refusal("business_unknown", 404, "Business not found"));
    const review = reviews.get(business);
    const answer = review.answer ?? lookAnswer;
    if (answer === null && review.stage === "invited" && lookIncomplete === "not_found")
      return refuse(call, refusal("business_incomplete", 404, "Business data is not complete"));
    if (answer === "slow") await house.wait(SLOW_MS);
    const isWrapped = lookShape === "wrapped";
    const body = JSON.stringify(businessDataBody(business.businessId, review, { isWrapped, answer }));
    return taken(oddReply(answer, call, body) ?? signedText(call, rules(), 200, body));
  }

  /** Null where it is a matter of what is told, or nothing is odd. */
  function oddReply(answer: OddAnswer | null, call: SignedCall, body: string): Reply | null {
    const whole = (text: string, change: Partial<AnswerRules> = {}) =>
      signedText(call, { ...rules(), ...change }, 200, text);
    switch (answer) {
      case "not_found":
        return error(call, refusal("business_incomplete", 404, "Business data is not complete"));
      case "no_such_call":
        return error(null, withheldRefusal(404, call.path));
      case "forbidden":
        return error(null, withheldRefusal(403, call.path));
      case "badsignature":
        return error(null, {
          check: "signature",
          status: 400,
          body: errorBody("invalid_signature", "Invalid Header Signature"),
        });
      case "rate_limited":
        return unsignedAnswer(429, { message: "Too many requests" }, { "Retry-After": "2" });
      case "error500":
        return unsignedAnswer(500, { message: "Internal Server Error" });
      case "maintenance":
        return unsignedAnswer(503, {
          status: "FAILED",
          response_code: "MAINTENANCE_MODE",
          response_message: "",
        });
      case "html":
        return whole("<!doctype html><title>We will be back soon</title>");
      case "empty":
        return whole("");
      case "nothing":
        return whole("{}");
      case "truncated":
        return whole(body.slice(0, body.length / 2));
      case "repeated_key":
        return whole(body.replace('"name":', '"name":"A","name":'));
      case "wrongsigned":
        return whole(body, { answers: "wrong" });
      case "unsigned":
        return whole(body, { answers: "unsigned" });
      case "timeout":
        return { kind: "silence" };
      case "reset":
        return { kind: "reset" };
      case "drip":
        return { ...whole(body), pace: "drip" };
      case "huge":
        return { kind: "flood", status: 200, body };
      case "other_business":
      case "many_brands":
      case "long_status":
      case "hostile":
      case "slow":
      case null:
        return null;
    }
  }

  function businessOf(clientId: string, brandId: string): Business | null {
    const business = ledger.getBusinessWith(reviews.ownerOf(brandId) ?? brandId);
    return business?.clientId === clientId ? business : null;
  }

  function rules(): AnswerRules {
    const { answers, errors } = switches();
    return { now: now(), answers, errors };
  }

  function tell(call: SignedCall, body: object): Taken {
    return taken(signedAnswer(call, rules(), 200, body));
  }

  function refuse(call: SignedCall | null, refused: Refusal): Taken {
    return taken(error(call, refused), refused.check);
  }

  function error(call: SignedCall | null, refused: Refusal): Reply {
    const { status, body } = restateError(switches().errors, refused.check, refused);
    return call === null ? unsignedAnswer(status, body) : signedAnswer(call, rules(), status, body);
  }

  return { answer };
}

/** A question makes no business, and none is named in the request log. */
function taken(reply: Reply, check: Check | null = null): Taken {
  return { reply, check, failure: null, businessId: null };
}

function refusal(check: Check, status: number, message: string | string[]): Refusal {
  return { check, status, body: { message } };
}

function withheldRefusal(status: 403 | 404 | 405, path: string): Refusal {
  const words = {
    403: "Forbidden",
    404: `No static resource ${path.slice(1, 200)}`,
    405: "Method Not Allowed",
  };
  return refusal("withheld", status, words[status]);
}

function isTokenRequest(bytes: Buffer): boolean {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    return (
      typeof body === "object" &&
      body !== null &&
      "grant_type" in body &&
      body.grant_type === "client_credentials"
    );
  } catch {
    return false;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
