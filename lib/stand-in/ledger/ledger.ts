import type { RegistrationBody } from "@/lib/stand-in/checks/body";
import { type LedgerEntry, openLedgerFile } from "./file";

/** A business as the stand-in made it. `body` is the text of the request, `bodySha256` in hexadecimal. */
export type Business = Omit<Extract<LedgerEntry, { kind: "business" }>, "kind">;

/** One call as the stand-in keys it: a Request-Id belongs to the client that sent it. */
export type CallKey = { clientId: string; requestId: string };

export type NewBusiness = CallKey &
  RegistrationBody &
  Pick<Business, "body" | "bodySha256"> & { brandCount: number };

/** A change by hand of how a business stands. */
export type Move = Omit<Extract<LedgerEntry, { kind: "moved" }>, "kind">;

/** What the stand-in created, what was changed of it by hand, and which calls it struck. Every look-up takes constant time. */
export type Ledger = {
  /** Oldest first. */
  businesses(): readonly Business[];
  /** The first business that this Request-Id made, if any. */
  getBusinessOf(call: CallKey): Business | null;
  /** The business with this id, or the one that was made with this brand, if any. */
  getBusinessWith(id: string): Business | null;
  /** The Request-Id that first used this reference, if any. */
  getRequestIdOf(reference: { clientId: string; partnerRefId: string }): string | null;
  /** Visible at once; resolves when it would survive a restart. */
  createBusiness(business: NewBusiness): Promise<Business>;
  /** What was changed by hand before this start, oldest first. */
  moves: readonly Move[];
  /** Resolves when it would survive a restart. */
  keepMove(move: Move): Promise<void>;
  getStruckCalls(call: CallKey): number;
  countStruckCall(call: CallKey): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the ledger; without a file it lives in memory. `now` gives the time of creation and the ids' beginning. */
export async function openLedger(options: { file?: string; now: () => Date }): Promise<Ledger> {
  const file = options.file === undefined ? null : await openLedgerFile(options.file);
  const businesses: Business[] = [];
  const byCall = new Map<string, Business>();
  /** By its own id, and by those of its brands: no two are the same. */
  const byId = new Map<string, Business>();
  const byReference = new Map<string, string>();
  const struckCalls = new Map<string, number>();
  let lastIdNumber = 0;

  // DOKU's samples look like milliseconds since 1970. Counting on from the last one keeps ids apart
  // within a millisecond, when the clock steps back, and over a restart.
  function nextId(prefix: "BSN" | "BRN", now: Date): string {
    lastIdNumber = Math.max(lastIdNumber + 1, now.getTime());
    return `${prefix}-0103-${String(lastIdNumber).padStart(13, "0")}`;
  }

  function rememberBusiness(entry: Business): void {
    businesses.push(entry);
    for (const id of [entry.businessId, ...entry.brandIds]) byId.set(id, entry);
    const call = keyOf(entry.clientId, entry.requestId);
    if (!byCall.has(call)) byCall.set(call, entry);
    const reference = keyOf(entry.clientId, entry.partnerRefId);
    if (!byReference.has(reference)) byReference.set(reference, entry.requestId);
  }

  function rememberStruckCall(call: CallKey): void {
    const key = keyOf(call.clientId, call.requestId);
    struckCalls.set(key, (struckCalls.get(key) ?? 0) + 1);
  }

  const moves: Move[] = [];
  for (const entry of file?.entries ?? []) {
    if (entry.kind === "struck_call") rememberStruckCall(entry);
    if (entry.kind === "moved") moves.push(entry);
    if (entry.kind !== "business") continue;
    const { kind: _, ...business } = entry;
    rememberBusiness(business);
    for (const id of [business.businessId, ...business.brandIds]) {
      lastIdNumber = Math.max(lastIdNumber, Number(id.slice(-13)));
    }
  }

  return {
    businesses: () => businesses,
    getBusinessOf: (call) => byCall.get(keyOf(call.clientId, call.requestId)) ?? null,
    getBusinessWith: (id) => byId.get(id) ?? null,
    getRequestIdOf: (reference) => byReference.get(keyOf(reference.clientId, reference.partnerRefId)) ?? null,
    async createBusiness(business) {
      const now = options.now();
      const businessId = nextId("BSN", now);
      const brandIds: string[] = [];
      while (brandIds.length < business.brandCount) brandIds.push(nextId("BRN", now));
      // Spelt out, because to spread it costs as much as all the rest of making a business.
      const entry: Business = {
        businessId,
        brandIds,
        createdAt: now.toISOString(),
        clientId: business.clientId,
        requestId: business.requestId,
        partnerRefId: business.partnerRefId,
        businessName: business.businessName,
        invitedUserEmail: business.invitedUserEmail,
        body: business.body,
        bodySha256: business.bodySha256,
      };
      rememberBusiness(entry);
      await file?.append({ kind: "business", ...entry });
      return entry;
    },
    moves,
    async keepMove(move) {
      await file?.append({ kind: "moved", ...move });
    },
    getStruckCalls: (call) => struckCalls.get(keyOf(call.clientId, call.requestId)) ?? 0,
    async countStruckCall({ clientId, requestId }) {
      rememberStruckCall({ clientId, requestId });
      await file?.append({ kind: "struck_call", at: options.now().toISOString(), clientId, requestId });
    },
    async reset() {
      businesses.length = 0;
      byCall.clear();
      byId.clear();
      byReference.clear();
      struckCalls.clear();
      await file?.clear();
    },
    async close() {
      await file?.close();
    },
  };
}

// A header holds no line feed, so the two parts cannot run into each other.
function keyOf(clientId: string, name: string): string {
  return `${clientId}\n${name}`;
}
