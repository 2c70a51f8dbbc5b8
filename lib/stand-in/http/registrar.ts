import type { IncomingHttpHeaders } from "node:http";
import { checkBody } from "@/lib/stand-in/checks/body";
import { checkCaller } from "@/lib/stand-in/checks/caller";
import { type Check, errorBody, type Refusal } from "@/lib/stand-in/checks/refusal";
import { chooseFailure, isStruck } from "@/lib/stand-in/failures/address";
import { restateError } from "@/lib/stand-in/failures/error-family";
import type { FailureKeyword, FailureRow } from "@/lib/stand-in/failures/failures";
import type { FaultDraws } from "@/lib/stand-in/failures/faults";
import type { Switches } from "@/lib/stand-in/failures/switches";
import type { Business, Ledger } from "@/lib/stand-in/ledger/ledger";
import {
  businessReply,
  plainReply,
  type Reply,
  type SignedCall,
  signedAnswer,
  unsignedAnswer,
} from "./reply";

/** A call to the registration path, read whole; `digest` and `bodySha256` are its bytes' in base64 and hexadecimal. */
export type ReceivedCall = {
  headers: IncomingHttpHeaders;
  path: string;
  origin: string;
  bytes: Buffer;
  digest: string;
  bodySha256: string;
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
  faultDraws: FaultDraws;
  switches: () => Switches;
  now: () => Date;
  /** Waits; rejects when the server closes meanwhile. */
  wait: (delayMs: number) => Promise<void>;
};

export type Registrar = { take(received: ReceivedCall): Promise<Taken> };

type Accepted = { call: SignedCall; bytes: Buffer; bodySha256: string };

/** Takes calls to Create Business Lite through the contract's rows 2 to 16, in that order. */
export function createRegistrar(house: House): Registrar {
  const { clients, ledger, now } = house;
  const running = new Map<string, Promise<Taken>>();

  async function take(received: ReceivedCall): Promise<Taken> {
    const { headers, path, origin, bytes, digest, bodySha256 } = received;
    const checked = checkCaller({ headers, target: path, digest }, { clients, now: now() });
    if (!checked.ok) return refuseUnsigned(checked.refusal);
    const accepted = { call: { ...checked.caller, path, origin }, bytes, bodySha256 };
    return house.switches().dedupe ? takeOnce(accepted) : register(accepted);
  }

  /** Row 8. Only calls that made a business are remembered: whether DOKU replays refusals is not known. */
  async function takeOnce(accepted: Accepted): Promise<Taken> {
    const { call } = accepted;
    const key = `${call.clientId}\n${call.requestId}`;
    for (let other = running.get(key); other !== undefined; other = running.get(key)) {
      if (house.switches().whileRunning === "conflict") {
        return refuse(call, conflict("repeat_running", "Request-Id is still being processed"));
      }
      // However it ended, this call is then judged as any other; its own caller hears of a problem.
      await other.catch(() => undefined);
    }
    const first = ledger.getBusinessOf(call);
    if (first !== null) return takeRepeat(accepted, first);
    const taking = register(accepted);
    running.set(key, taking);
    try {
      return await taking;
    } finally {
      running.delete(key);
    }
  }

  async function takeRepeat({ call, bodySha256 }: Accepted, first: Business): Promise<Taken> {
    if (first.bodySha256 !== bodySha256 && house.switches().otherBody === "conflict") {
      return refuse(call, conflict("repeat_other_body", "Request-Id has been used with another body"));
    }
    if (house.switches().errors !== "documented") {
      return refuse(call, conflict("repeat", "This request has already been processed"));
    }
    const struck = await chooseStrike(call, { email: first.invitedUserEmail, isRepeat: true });
    return answerWith(first, { call, status: 409, check: "repeat", struck });
  }

  /** Rows 9 to 16. */
  async function register({ call, bytes, bodySha256 }: Accepted): Promise<Taken> {
    const checked = checkBody(bytes);
    if (!checked.ok) return refuse(call, checked.refusal);

    const { body, text } = checked;
    const struck = await chooseStrike(call, { email: body.invitedUserEmail, isRepeat: false });
    if (struck?.when === "before") {
      const reply = plainReply(struck.act, call, answerRules());
      return { reply, check: null, failure: struck.keyword, businessId: null };
    }
    if (isReferenceUsed(call, body.partnerRefId)) {
      const message = ["business.partner_ref_id has been used"];
      return refuse(call, { check: "reference_used", status: 400, body: { message } });
    }
    const business = await ledger.createBusiness({
      clientId: call.clientId,
      requestId: call.requestId,
      partnerRefId: body.partnerRefId,
      businessName: body.businessName,
      invitedUserEmail: body.invitedUserEmail,
      body: text,
      bodySha256,
      brandCount: struck?.act.kind === "brands" ? struck.act.count : 1,
    });
    return answerWith(business, { call, status: house.switches().status, check: null, struck });
  }

  /** What the invited user's address asks for, else what the switch draws. */
  async function chooseStrike(
    call: SignedCall,
    { email, isRepeat }: { email: string; isRepeat: boolean },
  ): Promise<FailureRow | null> {
    const chosen = chooseFailure(email);
    const isAsked =
      chosen !== null && isStruck(chosen, { callNumber: ledger.getStruckCalls(call) + 1, isRepeat });
    const asked = isAsked ? chosen.failure : null;
    const struck = house.faultDraws.next(house.switches().faults, call, asked);
    if (isAsked && !chosen.always && chosen.failure.calls !== "every") await ledger.countStruckCall(call);
    return struck;
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
    answer: { call: SignedCall; status: number; check: Check | null; struck: FailureRow | null },
  ): Promise<Taken> {
    const { call, status, check, struck } = answer;
    const act = struck?.act ?? null;
    if (act?.kind === "delay") await house.wait(act.delayMs);
    const reply = businessReply({ business, act, call, rules: answerRules(), status });
    return { reply, check, failure: struck?.keyword ?? null, businessId: business.businessId };
  }

  function answerRules() {
    const { answers, errors } = house.switches();
    return { now: now(), answers, errors };
  }

  function refuse(call: SignedCall, refusal: Refusal): Taken {
    const { check } = refusal;
    const { status, body } = restateError(house.switches().errors, check, refusal);
    return { reply: signedAnswer(call, answerRules(), status, body), check, failure: null, businessId: null };
  }

  function refuseUnsigned(refusal: Refusal): Taken {
    const { check } = refusal;
    const { status, body } = restateError(house.switches().errors, check, refusal);
    return { reply: unsignedAnswer(status, body), check, failure: null, businessId: null };
  }

  return { take };
}

function conflict(check: Check, message: string): Refusal {
  return { check, status: 409, body: errorBody("idempotent_request", message) };
}
