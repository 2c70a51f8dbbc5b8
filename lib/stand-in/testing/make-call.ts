/** Test data: calls to a stand-in, right unless a test makes them wrong. */
import { randomUUID } from "node:crypto";
import { digestOf, signatureOf } from "@/lib/stand-in/checks/call-signature";
import { formatTimestamp } from "@/lib/stand-in/checks/headers";
import { REGISTRATION_PATH } from "@/lib/stand-in/http/calls";
import type { Delay } from "@/lib/stand-in/http/delivery";
import { type StandIn, type StandInOptions, startStandIn } from "../server";

export const CLIENT_ID = "BRN-0001-10791114622547";
export const SECRET = "test-secret-not-a-real-doku-key-0001";
export const NOW = new Date("2026-11-12T07:05:00Z");

/** Starts a stand-in whose clock stands still and whose waits are the test's. */
export function startTestStandIn(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  return startStandIn({ clients: { [CLIENT_ID]: SECRET }, now: () => NOW, ...options });
}

export function makeBody(merchant: { email?: string; partnerRefId?: string; name?: string } = {}): string {
  return JSON.stringify({
    business: {
      partner_ref_id: merchant.partnerRefId ?? `ref-${randomUUID()}`,
      name: merchant.name ?? "Kopi Senja",
      contact: {
        name: "Sari Contoh",
        email: "sari@contoh.id",
        phone_calling_code: "62",
        phone_number: "81510229216",
      },
    },
    referral: { code: "ABC123" },
    invited_user: { email: merchant.email ?? "sari@contoh.id" },
  });
}

export type CallDraft = {
  body?: string | Uint8Array;
  requestId?: string;
  clientId?: string;
  secret?: string;
  timestamp?: string;
  /** Headers put in place of the right ones; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  method?: string;
  path?: string;
  signal?: AbortSignal;
};

export type CallAnswer = { status: number; headers: Headers; text: string };

/** Signs and sends a call; rejects as fetch does when no answer comes. */
export async function sendCall(standIn: StandIn, draft: CallDraft = {}): Promise<CallAnswer> {
  const { headers, bytes } = signCall(draft);
  const method = draft.method ?? "POST";
  const response = await fetch(standIn.url + (draft.path ?? REGISTRATION_PATH), {
    method,
    headers,
    body: method === "GET" ? undefined : Buffer.from(bytes),
    redirect: "manual",
    signal: draft.signal,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The headers and the bytes of a call; names in lower case, as a server reads them. */
export function signCall(draft: CallDraft = {}): { headers: Record<string, string>; bytes: Buffer } {
  const bytes = Buffer.from(draft.body ?? makeBody());
  const parts = {
    clientId: draft.clientId ?? CLIENT_ID,
    requestId: draft.requestId ?? randomUUID(),
    timestampHeader: "Request-Timestamp" as const,
    timestamp: draft.timestamp ?? formatTimestamp(NOW),
    target: REGISTRATION_PATH,
    digest: digestOf(bytes),
  };
  const headers = {
    "Content-Type": "application/json",
    "Client-Id": parts.clientId,
    "Request-Id": parts.requestId,
    "Request-Timestamp": parts.timestamp,
    Signature: signatureOf(draft.secret ?? SECRET, parts),
    ...draft.headers,
  };
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value]],
  );
  return { headers: Object.fromEntries(given), bytes };
}

/** Waits that last until the test ends them, or no time at all when `isInstant`. */
export function makeWaits({ isInstant }: { isInstant: boolean }) {
  const waits: { delayMs: number; end: () => void }[] = [];
  let announce: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const delay: Delay = (delayMs, signal) =>
    new Promise((resolve, reject) => {
      waits.push({ delayMs, end: resolve });
      announce();
      if (isInstant) resolve();
      else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  /** `begun` resolves at the first wait. */
  return { delay, waits, begun };
}
