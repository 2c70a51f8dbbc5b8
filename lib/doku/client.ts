import "server-only";
import { Agent, type Dispatcher } from "undici";
import { logger } from "@/lib/logger";
import { readWebAddress, type WebAddress } from "@/lib/web-address";
import { type LookEnding, type LookSwitches, readBusinessData } from "./business-data";
import { type CallFailure, findCallFailure, readClockOffMs } from "./call-ending";
import type { Timeouts } from "./connection/deadline";
import { type AttemptEnding, endWithAnswer, endWithoutAnswer, type Reason } from "./outcome";
import {
  type RequiredDocument,
  type RequirementQuery,
  readRequiredDocuments,
  spellRequirementQuery,
} from "./required-documents";
import {
  type CallSettings,
  type DokuCredential,
  judgeAnswer,
  makeCall,
  type OutgoingCall,
} from "./signed-call";
import {
  BUSINESS_DATA_PATH,
  BUSINESS_LITE_PATH,
  REQUIREMENTS_PATH,
  readSentPersonalData,
  TOKEN_BODY,
  TOKEN_PATH,
} from "./wire";

export type { Timeouts } from "./connection/deadline";
export type { DokuCredential } from "./signed-call";

/** One call to make: a frozen envelope. `partnerRefId` is the one inside `bodyText`, which an answer must echo. */
export type BusinessLiteCall = {
  requestId: string;
  bodyText: string;
  partnerRefId: string;
  /** Asked in the moment before the first byte is written; false ends the call as *not sent* (`claim_over`). */
  mayWrite?: () => boolean;
};

type BusinessDataCall = {
  requestId: string;
  brandId: string;
  /** The one that we know; an answer about another is not believed. */
  businessId: string;
  switches: LookSwitches;
  requirements: RequirementQuery | null;
};

/** What is measured at every call: `clockOffMs` is how far DOKU's clock is ahead of ours, null where it does not say. */
type Measured = { httpStatus: number | null; latencyMs: number; clockOffMs: number | null };

type BusinessDataEnding = LookEnding & Measured;
type RequirementsEnding = ({ kind: "told"; documents: RequiredDocument[] } | CallFailure) & Measured;
/** The token itself is nobody's business: it is not kept. */
type TokenEnding = ({ kind: "accepted" } | CallFailure) & Measured;

export type DokuClient = {
  createBusinessLite(call: BusinessLiteCall): Promise<AttemptEnding>;
  getBusinessData(call: BusinessDataCall): Promise<BusinessDataEnding>;
  checkRequirements(call: {
    requestId: string;
    query: RequirementQuery;
    signsQuery: boolean;
  }): Promise<RequirementsEnding>;
  /** Creates no business: the safe way to find out whether Client-Id, secret, clock and host are accepted. */
  generateToken(call: { requestId: string }): Promise<TokenEnding>;
};

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
 * time stamp, and never throws for anything the network or DOKU does: every end of a call is an AttemptEnding. The other
 * calls are made in the same way, create nothing, and leave one line each in the log.
 *
 * Throws a RangeError for a credential that cannot be used: an empty Client-Id or secret, characters that
 * cannot stand in a header, or a base URL that is not plain http(s). Where the base URL has a path, the calls go
 * below it and that whole path is signed, because DOKU checks the target of the request it receives; so a
 * forwarding proxy that takes its own path off again does not work.
 */
export function createDokuClient(options: DokuClientOptions): DokuClient {
  requireUsableCredential(options.credential);
  const base = parseBaseUrl(options.credential.baseUrl);
  const settings: CallSettings = {
    credential: options.credential,
    dispatcher: options.dispatcher ?? sharedAgent(),
    now: options.now ?? (() => new Date()),
    requireSignedAnswers: options.requireSignedAnswers ?? false,
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    origin: base.origin,
    basePath: base.path,
  };
  return {
    createBusinessLite: (call) => createBusinessLite(settings, call),
    getBusinessData: (call) => getBusinessData(settings, call),
    checkRequirements: (call) => checkRequirements(settings, call),
    generateToken: (call) => generateToken(settings, call),
  };
}

async function createBusinessLite(settings: CallSettings, call: BusinessLiteCall): Promise<AttemptEnding> {
  const made = await makeCall(settings, {
    requestId: call.requestId,
    path: BUSINESS_LITE_PATH,
    query: null,
    signsQuery: false,
    body: Buffer.from(call.bodyText),
    mayWrite: call.mayWrite ?? (() => true),
  });
  const { exchange, latencyMs, request, endedAt } = made;
  const { credential, requireSignedAnswers } = settings;
  const ending =
    exchange.kind === "unanswered"
      ? endWithoutAnswer({ reason: exchange.reason, bytesWritten: exchange.bytesWritten, latencyMs })
      : endWithAnswer(
          judgeAnswer(settings, made, exchange),
          { partnerRefId: call.partnerRefId, requireSignedAnswers, now: endedAt },
          {
            sensitive: { secrets: [credential.secretKey], ...readSentPersonalData(call.bodyText) },
            latencyMs,
          },
        );
  return { ...ending, requestTimestamp: request.timestamp };
}

async function getBusinessData(settings: CallSettings, call: BusinessDataCall): Promise<BusinessDataEnding> {
  const { switches, businessId, brandId, requestId, requirements } = call;
  const sendsQuery = switches.sendsQuery && requirements !== null;
  const path = (switches.path ?? BUSINESS_DATA_PATH).replaceAll("{brand_id}", () =>
    encodeURIComponent(brandId),
  );
  const outgoing = {
    requestId,
    path,
    query: sendsQuery ? spellRequirementQuery(requirements) : null,
    signsQuery: switches.signsQuery,
    body: null,
  };
  return ask(settings, { name: "Get Business Data", isOfBusiness: true, outgoing }, (json) => {
    const secrets = [settings.credential.secretKey];
    const read = readBusinessData(json, { isWrapped: switches.isWrapped, businessId, brandId, secrets });
    switch (read.kind) {
      case "read":
        return { kind: "told", data: read.data };
      case "nothing":
        return unusable("unsound_answer");
      case "other_business":
        return unusable("other_business");
    }
  });
}

function checkRequirements(
  settings: CallSettings,
  { requestId, query, signsQuery }: Parameters<DokuClient["checkRequirements"]>[0],
): Promise<RequirementsEnding> {
  const outgoing = {
    requestId,
    path: REQUIREMENTS_PATH,
    query: spellRequirementQuery(query),
    signsQuery,
    body: null,
  };
  return ask(settings, { name: "Check Requirements", isOfBusiness: false, outgoing }, (json) => {
    const documents = readRequiredDocuments(json);
    return documents.length > 0 ? { kind: "told", documents } : unusable("unsound_answer");
  });
}

function generateToken(settings: CallSettings, { requestId }: { requestId: string }): Promise<TokenEnding> {
  const body = Buffer.from(TOKEN_BODY);
  const outgoing = { requestId, path: TOKEN_PATH, query: null, signsQuery: false, body };
  return ask(settings, { name: "Generate Token", isOfBusiness: false, outgoing }, (json) => {
    return hasToken(json) ? { kind: "accepted" } : unusable("unsound_answer");
  });
}

function hasToken(json: unknown): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    "token" in json &&
    typeof json.token === "string" &&
    json.token !== ""
  );
}

function unusable(reason: Reason): CallFailure {
  return { kind: "unusable", reason };
}

type Question = { name: string; isOfBusiness: boolean; outgoing: Omit<OutgoingCall, "mayWrite"> };

/** Makes a call that creates nothing, reads its answer where that is sound, and leaves a line without what it said. */
async function ask<Told extends { kind: string }>(
  settings: CallSettings,
  { name, isOfBusiness, outgoing }: Question,
  read: (json: unknown) => Told | CallFailure,
): Promise<(Told | CallFailure) & Measured> {
  const made = await makeCall(settings, { ...outgoing, mayWrite: () => true });
  const { exchange, latencyMs } = made;
  let ending: Told | CallFailure;
  let measured: Measured = { httpStatus: null, latencyMs, clockOffMs: null };
  if (exchange.kind === "unanswered") {
    ending = { kind: "unreachable", reason: exchange.reason };
  } else {
    const { httpStatus, headers } = exchange;
    measured = { httpStatus, latencyMs, clockOffMs: readClockOffMs(headers, made) };
    const answer = judgeAnswer(settings, made, exchange);
    const trust = { requireSignedAnswers: settings.requireSignedAnswers, now: made.endedAt, isOfBusiness };
    ending = findCallFailure(answer, trust) ?? read(answer.content.json);
  }
  const reason = "reason" in ending ? ending.reason : undefined;
  logger.info(
    { call: name, requestId: outgoing.requestId, ending: ending.kind, reason, ...measured },
    "asked DOKU",
  );
  return { ...ending, ...measured };
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

function parseBaseUrl(baseUrl: string): WebAddress {
  const address = readWebAddress(baseUrl);
  if (!address) throw new RangeError("The base URL is not a plain http or https address");
  return address;
}
