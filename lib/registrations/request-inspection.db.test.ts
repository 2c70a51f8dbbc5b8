import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import { keyVersionOf } from "@/lib/doku/signature";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { listResembling } from "@/lib/registrations/intake/duplicates";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { getRegistration } from "@/lib/registrations/queries";
import { inspectRequests } from "@/lib/registrations/request-inspection";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";

const database = useTestDatabase();
let standIn: StandIn;
let rina: UserActor;

beforeAll(async () => {
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  useSimulatorEnv({ DOKU_BASE_URL: standIn.url });
  await syncCredentialFromEnv();
  rina = await makeManager();
});
afterAll(() => standIn?.close());

const viewerOf = (actor: UserActor): UserActor => ({ ...actor, role: "viewer" });

async function register(values = makeMerchant(), registrationId: string | null = null): Promise<string> {
  const submission = makeSubmission({
    values,
    registrationId,
    acceptWarnings: true,
    duplicateReason: "branch",
  });
  const saved = await registerMerchant(rina, submission);
  if (saved.kind !== "saved") throw new Error(saved.kind);
  return saved.id;
}

/** Sends as the product does, and says what went over the wire. */
async function send(id: string): Promise<void> {
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url },
  });
  const sent = await submitRegistration(
    {
      pool: database.pool,
      holderId: () => "00000000-0000-4000-8000-000000000001",
      keyVersionFor: () => keyVersionOf(SECRET),
      send: (claim) => client.createBusinessLite(claim),
      random: () => 0.5,
    },
    id,
    rina.id,
  );
  expect(sent.kind).toBe("sent");
}

describe("the signature inspector", () => {
  test("computes the very headers that the stand-in received", async () => {
    const id = await register();
    await send(id);
    const [request] = await inspectRequests(rina, id);
    const received = standIn.ledger.requests().at(-1);
    expect(request?.requestId).toBe(received?.requestId);
    expect(request?.content).toMatchObject({
      kind: "exact",
      bodyText: standIn.ledger.businesses().at(-1)?.body,
    });
    if (request?.content?.kind !== "exact") throw new Error("not exact");
    const { rows } = await database.pool.query<{ timestamp: string }>(
      "select request_timestamp as timestamp from attempt where registration_id = $1",
      [id],
    );
    expect(request.timestamp).toBe(rows[0]?.timestamp);
    expect(request.content.stringToSign).toContain(`\nRequest-Timestamp:${request.timestamp}\n`);
    expect(await repeat(request.url, request, request.content)).toBe(409);
  });

  test("explains an attempt whose envelope was replaced by Fix and send", async () => {
    const refused = makeMerchant({ invitedUserEmail: "refused+lama@kopisenja.example" });
    const id = await register(refused);
    await send(id);
    await register({ ...refused, representativeEmail: "baru@kopisenja.example" }, id);
    const [request] = await inspectRequests(rina, id);
    expect(request?.content).toMatchObject({ kind: "exact" });
    expect(request?.content?.bodyText).toContain(refused.representativeEmail);
    expect(request?.content?.bodyText).not.toContain("baru@");
  });

  test("computes no signature with another secret than the attempt's", async () => {
    const id = await register();
    await send(id);
    await database.pool.query("update attempt set key_version = 'deadbeef' where registration_id = $1", [id]);
    const [request] = await inspectRequests(rina, id);
    expect(request?.content).toMatchObject({ kind: "exact", signature: null });
  });

  test("keeps what was sent from those who may not see personal data", async () => {
    const values = makeMerchant();
    const id = await register(values);
    await send(id);
    const seen = JSON.stringify([
      await inspectRequests(viewerOf(rina), id),
      await getRegistration(viewerOf(rina), id),
    ]);
    for (const secret of [
      values.representativeEmail,
      values.invitedUserEmail,
      values.phoneNumber.slice(1),
      "HMACSHA256",
      SECRET,
    ])
      expect(seen).not.toContain(secret);
  });

  test("says that nothing is known of an attempt whose process died", async () => {
    const id = await register();
    await send(id);
    await database.pool.query("update attempt set request_timestamp = null where registration_id = $1", [id]);
    const [request] = await inspectRequests(rina, id);
    expect(request).toMatchObject({ timestamp: null, content: { stringToSign: null, signature: null } });
  });
});

/** Sends the headers that the inspector shows once more: only a right signature comes as far as the 409. */
async function repeat(
  url: string,
  { clientId, requestId, timestamp }: { clientId: string; requestId: string; timestamp: string | null },
  { bodyText, signature }: { bodyText: string; signature: string | null },
): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    body: bodyText,
    headers: {
      "Content-Type": "application/json",
      "Client-Id": clientId,
      "Request-Id": requestId,
      "Request-Timestamp": timestamp ?? "",
      Signature: signature ?? "",
    },
  });
  return response.status;
}

describe("registrations that look alike", () => {
  test("share the email, the phone number or the name, and say which", async () => {
    const values = makeMerchant();
    const first = await register(values);
    const other = makeMerchant();
    const second = await register({ ...other, phoneNumber: values.phoneNumber });
    expect(await listResembling(rina, first)).toMatchObject([{ id: second, matchedBy: ["phone"] }]);
    expect(await listResembling(rina, await register())).toEqual([]);
  });

  test("are not all those that are empty in the same way", async () => {
    const [one] = [await register(), await register()];
    await database.pool.query(
      "update registration set name_key = '', phone_e164 = '', representative_email_key = '', invited_user_email_key = ''",
    );
    expect(await listResembling(rina, one)).toEqual([]);
  });
});
