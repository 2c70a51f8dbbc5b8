import type { Switches } from "@/lib/stand-in/failures/switches";
import type { RequestEntry, RequestLog } from "@/lib/stand-in/http/request-log";
import type { Business } from "@/lib/stand-in/ledger/ledger";

export type StateFacts = {
  switches: Switches;
  counts: ReturnType<RequestLog["counts"]> & { businesses: number };
  businesses: readonly Business[];
  requests: readonly RequestEntry[];
};

const ITEMS_PER_PIECE = 500;

/** Everything there is to tell, as JSON in pieces, so that tens of thousands of items hold up no call. */
export function* tellState({ switches, counts, businesses, requests }: StateFacts): Generator<string> {
  yield `{"switches":${JSON.stringify(switches)},"counts":${JSON.stringify(counts)},"businesses":`;
  yield* tellList(businesses, (business) => business);
  yield `,"requests":`;
  yield* tellList(requests, (entry) => entry);
  yield "}";
}

/** The mapping alone, without the merchants' data, as JSON in pieces. */
export function tellMapping(businesses: readonly Business[]): Generator<string> {
  return tellList(businesses, ({ partnerRefId, businessId, brandIds, requestId, clientId, createdAt }) => ({
    partnerRefId,
    businessId,
    brandIds,
    requestId,
    clientId,
    createdAt,
  }));
}

function* tellList<Item>(items: readonly Item[], tell: (item: Item) => object): Generator<string> {
  // The list may grow or be emptied between two pieces; what is told is how it was at the start.
  const told = items.slice();
  yield "[";
  for (let from = 0; from < told.length; from += ITEMS_PER_PIECE) {
    const texts = told.slice(from, from + ITEMS_PER_PIECE).map((item) => JSON.stringify(tell(item)));
    yield (from === 0 ? "" : ",") + texts.join(",");
  }
  yield "]";
}
