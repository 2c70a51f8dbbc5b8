import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { secretOf } from "@/lib/credentials/gate/current";
import { database } from "@/lib/db";
import {
  curlCommand,
  maskBody,
  messageOf,
  type RequestParts,
  signatureCommand,
  stringToSignFor,
} from "@/lib/doku/request-text";
import { digestOf, keyVersionOf, sign } from "@/lib/doku/signature";
import { BUSINESS_LITE_PATH } from "@/lib/doku/wire";
import type { RequestContent, RequestView } from "./request-view";
import { seesContacts } from "./sight";

// The envelope is the registration's, or the one it replaced; the credential likewise.
const SELECT_REQUESTS = `
  select a.number, a.request_id as "requestId", a.request_timestamp as "timestamp", a.sent_at as "sentAt",
         a.key_version as "keyVersion", c.client_id as "clientId", c.base_url as "baseUrl", c.environment,
         case when a.request_id = r.request_id then r.body_text else p.body_text end as "bodyText"
    from attempt a
    join registration r on r.id = a.registration_id
    left join past_envelope p on p.registration_id = a.registration_id and p.request_id = a.request_id
    join credential c on c.id = coalesce(p.credential_id, r.credential_id)
   where a.registration_id = $1
   order by a.number desc`;

type RequestRow = Pick<RequestView, "number" | "requestId" | "timestamp" | "keyVersion" | "clientId"> & {
  sentAt: Date | null;
  baseUrl: string;
  environment: string;
  bodyText: string | null;
};

/**
 * The calls of a registration's attempts, newest first, computed anew from what is stored. Who may not see personal
 * data gets the body masked, and nothing that was computed from it. The secret never leaves: a fingerprint names it.
 */
export async function inspectRequests(actor: Actor, registrationId: string): Promise<RequestView[]> {
  requireCan(actor, "registrations.read");
  const seesAll = seesContacts(actor);
  const { rows } = await database().pool.query<RequestRow>(SELECT_REQUESTS, [registrationId]);
  return rows.map((row) => {
    const { number, requestId, timestamp, keyVersion, clientId, sentAt } = row;
    const { origin, pathname } = new URL(row.baseUrl);
    const target = pathname.replace(/\/+$/, "") + BUSINESS_LITE_PATH;
    const url = origin + target;
    const shown = {
      number,
      requestId,
      timestamp,
      keyVersion,
      clientId,
      url,
      sentAt: sentAt?.toISOString() ?? null,
    };
    if (row.bodyText === null) return { ...shown, content: null };
    const parts = { clientId, requestId, baseUrl: row.baseUrl, target, bodyText: row.bodyText };
    const content: RequestContent = seesAll
      ? exactContent(parts, row)
      : { kind: "masked", bodyText: maskBody(row.bodyText) };
    return { ...shown, content };
  });
}

function exactContent(
  parts: RequestParts,
  { timestamp, keyVersion, environment, clientId }: RequestRow,
): RequestContent {
  const secretKey = secretOf({ environment, clientId });
  const isSameSecret = secretKey !== null && keyVersionOf(secretKey) === keyVersion;
  const text = timestamp === null ? null : stringToSignFor(parts, timestamp);
  return {
    kind: "exact",
    bodyText: parts.bodyText,
    digest: digestOf(parts.bodyText),
    stringToSign: text,
    signature:
      timestamp !== null && isSameSecret ? sign({ message: messageOf(parts, timestamp), secretKey }) : null,
    signatureCommand: text === null ? null : signatureCommand(text),
    curlCommand: curlCommand(parts),
  };
}
