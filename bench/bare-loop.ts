import { createHash, createHmac, randomUUID } from "node:crypto";
import type pg from "pg";
import { Agent, request } from "undici";
import { CLIENT_ID, SECRET } from "./deployment";
import { bodyOf } from "./queued-rows";

/** Of the registration, at DOKU. */
export const PATH = "/adv-core-api/partner/v1.0/business/lite/registration";

export const CREATE_BARE =
  "create table bare (reference text primary key, business_id text not null, brand_id text)";

/** Signs and sends one merchant and inserts one row; `connections` are kept open. */
export function makeBareSend(url: string, pool: pg.Pool, connections: number) {
  const dispatcher = new Agent({ connections });
  return async (reference: string): Promise<void> => {
    const body = bodyOf(reference);
    const answer = await request(url + PATH, {
      method: "POST",
      dispatcher,
      headers: signedHeaders(body),
      body,
    });
    const { business } = (await answer.body.json()) as {
      business?: { id: string; brands: { id: string }[] };
    };
    // Made by the run before, which did not live to write it down: it is there, and nobody here knows its id.
    if (!business) return;
    await pool.query("insert into bare (reference, business_id, brand_id) values ($1, $2, $3)", [
      reference,
      business.id,
      business.brands[0]?.id,
    ]);
  };
}

/**
 * What people write first: signs, sends with so many in flight and inserts one row each. It has no durability:
 * what is in flight when it dies is lost to it, and made again when it is run again.
 */
export function makeBareLoop(url: string, pool: pg.Pool, inFlight: number) {
  const send = makeBareSend(url, pool, inFlight);
  return async (references: readonly string[]) => {
    const left = references.values();
    const lane = async () => {
      for (const reference of left) await send(reference);
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
  };
}

function signedHeaders(body: string): Record<string, string> {
  const requestId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19)}Z`;
  const digest = createHash("sha256").update(body).digest("base64");
  const text = `Client-Id:${CLIENT_ID}\nRequest-Id:${requestId}\nRequest-Timestamp:${timestamp}\nRequest-Target:${PATH}\nDigest:${digest}`;
  return {
    "content-type": "application/json",
    "client-id": CLIENT_ID,
    "request-id": requestId,
    "request-timestamp": timestamp,
    signature: `HMACSHA256=${createHmac("sha256", SECRET).update(text).digest("base64")}`,
  };
}
