import type { IncomingHttpHeaders } from "node:http";
import { checkBody, type RegistrationBody } from "./body-checks";
import { hexOf, isSignedWith } from "./call-signature";
import { type ChosenFailure, chooseFailure, isStruck } from "./failure-address";
import type { FailureKeyword } from "./failures";
import { type CallHeaders, checkHeaders } from "./header-checks";
import type { Business, Ledger } from "./ledger";
import { type Check, errorBody, type Refusal } from "./refusal";
import {
  businessReply,
  plainReply,
  type Reply,
  type SignedCall,
  signedAnswer,
  unsignedAnswer,
} from "./reply";
import type { Switches } from "./switches";

/** A call to the registration path, read whole; `digest` is that of its bytes. */
export type ReceivedCall = {
  headers: IncomingHttpHeaders;
  path: string;
  origin: string;
  bytes: Buffer;
  digest: string;
};

/** The reply, and what the request log says of it. */
export type Taken = {
  reply: Reply;
  check: Check | null;
  failure: FailureKeyword | null;
  businessId: string | null;
};

export type House = {
  clients: ReadonlyMap<string, readonly string[]>;
  ledger: Ledger;
  switches: () => Switches;
  now: () => Date;
  /** Waits; rejects when the server closes meanwhile. */
  wait: (delayMs: number) => Promise<void>;
};

export type Registrar = { take(received: ReceivedCall): Promise<Taken> };

type Accepted = { call: SignedCall; bytes: Buffer; digest: string };

/** Takes calls to Create Business Lite through the contract's rows 2 to 16, in that order. */
export function createRegistrar(house: House): Registrar {
  const { clients, ledger, now } = house;
  const running = new Set<string>();

  async function take(received: ReceivedCall): Promise<Taken> {
    const isClientKnown = (clientId: string) => clients.has(clientId);
    const headers = checkHeaders(received.headers, { now: now(), isClientKnown });
    if (!headers.ok) return refuseUnsigned(headers.refusal);

    const { path, origin, bytes, digest } = received;
    const secret = findSecret(headers.headers, path, digest);
    if (secret === null) {
      const body = errorBody("invalid_signature", "Invalid Header Signature");
      return refuseUnsigned({ check: "signature", status: 400, body });
    }
    const { clientId, requestId } = headers.headers;
    const accepted = { call: { clientId, requestId, path, origin, secret }, bytes, digest };
    return house.switches().dedupe ? takeOnce(accepted) : register(accepted);
  }

  function findSecret(headers: CallHeaders, target: string, digest: string): string | null {
    const parts = { ...headers, timestampHeader: "Request-Timestamp" as const, target, digest };
    const secrets = clients.get(headers.clientId) ?? [];
    return secrets.find((secret) => isSignedWith(secret, parts, headers.signature)) ?? null;
  }

  /** Row 8. Only calls that made a business are remembered: whether DOKU replays refusals is not known. */
  async function takeOnce(accepted: Accepted): Promise<Taken> {
    const { call, digest } = accepted;
    const key = `${call.clientId}\n${call.requestId}`;
    if (running.has(key)) {
      return refuse(call, conflict("repeat_running", "Request-Id is still being processed"));
    }
    const first = ledger.getBusinessOf(call);
    if (first === null) {
      running.add(key);
      return register(accepted).finally(() => running.delete(key));
    }
    if (first.bodySha256 !== hexOf(digest)) {
      return refuse(call, conflict("repeat_other_body", "Request-Id has been used with another body"));
    }
    return answerWith(first, {
      call,
      status: 409,
      check: "repeat",
      struck: await chooseRepeatStrike(call, first),
    });
  }

  /** What a business is made with (`every`) is not struck again; what happens to its answer may be. */
  async function chooseRepeatStrike(call: SignedCall, first: Business): Promise<ChosenFailure | null> {
    const chosen = chooseFailure(first.invitedUserEmail);
    if (chosen?.failure.calls === "every") return chosen.always ? chosen : null;
    return chooseStrike(call, first);
  }

  /** Rows 9 to 16. */
  async function register({ call, bytes, digest }: Accepted): Promise<Taken> {
    const checked = checkBody(bytes);
    if (!checked.ok) return refuse(call, checked.refusal);

    const struck = await chooseStrike(call, checked.body);
    if (struck?.failure.when === "before") {
      const reply = plainReply(struck.failure.act, call, answerRules());
      return { reply, check: null, failure: struck.failure.keyword, businessId: null };
    }
    if (isReferenceUsed(call, checked.body.partnerRefId)) {
      const body = { message: ["business.partner_ref_id has been used"] };
      return refuse(call, { check: "reference_used", status: 400, body });
    }
    const business = await ledger.createBusiness({
      clientId: call.clientId,
      requestId: call.requestId,
      ...checked.body,
      body: bytes.toString("utf8"),
      bodySha256: hexOf(digest),
      brandCount: struck?.failure.act.kind === "brands" ? struck.failure.act.count : 1,
    });
    return answerWith(business, { call, status: house.switches().status, check: null, struck });
  }

  async function chooseStrike(
    call: SignedCall,
    { invitedUserEmail }: Pick<RegistrationBody, "invitedUserEmail">,
  ): Promise<ChosenFailure | null> {
    const chosen = chooseFailure(invitedUserEmail);
    if (chosen === null || !isStruck(chosen, ledger.getStruckCalls(call) + 1)) return null;
    if (!chosen.always && chosen.failure.calls !== "every") await ledger.countStruckCall(call);
    return chosen;
  }

  function isReferenceUsed({ clientId, requestId }: SignedCall, partnerRefId: string): boolean {
    const usedBy = ledger.getRequestIdOf({ clientId, partnerRefId });
    switch (house.switches().reference) {
      case "create":
        return false;
      case "reject":
        return usedBy !== null && usedBy !== requestId;
      case "reject_resend":
        return usedBy !== null;
    }
  }

  async function answerWith(
    business: Business,
    answer: { call: SignedCall; status: number; check: Check | null; struck: ChosenFailure | null },
  ): Promise<Taken> {
    const { call, status, check, struck } = answer;
    const act = struck?.failure.act ?? null;
    if (act?.kind === "delay") await house.wait(act.delayMs);
    const reply = businessReply(business, act, call, { ...answerRules(), status });
    return { reply, check, failure: struck?.failure.keyword ?? null, businessId: business.businessId };
  }

  function answerRules() {
    return { now: now(), answers: house.switches().answers };
  }

  function refuse(call: SignedCall, { check, status, body }: Refusal): Taken {
    return { reply: signedAnswer(call, answerRules(), status, body), check, failure: null, businessId: null };
  }

  return { take };
}

function refuseUnsigned({ check, status, body }: Refusal): Taken {
  return { reply: unsignedAnswer(status, body), check, failure: null, businessId: null };
}

function conflict(check: Check, message: string): Refusal {
  return { check, status: 409, body: errorBody("idempotent_request", message) };
}
