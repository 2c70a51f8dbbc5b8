import type { Pool } from "pg";
import type { BusinessData } from "@/lib/doku/business-data";
import type { Looker } from "@/lib/progress/looks/look";
import type { LookEnding } from "@/lib/progress/looks/record";

/** What DOKU tells of a business of which it says nothing but what is given. */
export function makeTold(data: Partial<BusinessData> = {}): LookEnding {
  return {
    kind: "told",
    data: {
      ...{ id: null, name: null, email: null, businessType: null, legalEntity: null, rejectionReason: null },
      ...{ statuses: [], brands: [] },
      ...data,
    },
    ...ANSWERED,
  };
}

const ANSWERED = { httpStatus: 200, latencyMs: 12, clockOffMs: 0 };

/** Another ending of a look. */
export function makeLookEnding(ending: Exclude<LookEnding, { kind: "told" }>["kind"]): LookEnding {
  switch (ending) {
    case "no_news":
    case "not_offered":
      return { kind: ending, ...ANSWERED, httpStatus: 404 };
    case "slowed_down":
      return { kind: ending, retryAfterMs: null, ...ANSWERED, httpStatus: 429 };
    case "credential_refused":
      return { kind: ending, reason: "invalid_signature", ...ANSWERED, httpStatus: 400 };
    case "unreachable":
      return { kind: ending, reason: "connect_refused", ...ANSWERED, httpStatus: null };
    case "unusable":
      return { kind: ending, reason: "not_json", ...ANSWERED };
  }
}

/** What asks DOKU, which tells nothing unless it is said otherwise. */
export function makeLooker(pool: Pool, overrides: Partial<Looker> = {}): Looker {
  return {
    pool,
    holderId: () => "test-holder",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    ask: async () => makeLookEnding("no_news"),
    askDocuments: async () => ({ kind: "not_offered", ...ANSWERED, httpStatus: 404 }),
    ...overrides,
  };
}
