import type { ListTab } from "@/lib/registrations/list/filter";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** A registration as a search shows it before the list does. */
export type FoundRow = {
  id: string;
  name: string;
  person: string;
  status: RegistrationStatus;
  statusLabel: string;
  /** When it was made, as the person reads it. */
  created: string;
  /** By what it was found, where its names do not tell. */
  match: { label: string; before: string; hit: string; after: string } | null;
};

/** The first that a search finds, wherever they stand, and how many there are in each tab that has any. */
export type SearchAnswer = {
  rows: readonly FoundRow[];
  tabs: readonly { tab: ListTab; label: string; count: string }[];
  /** Where nothing is found: what may have been meant, and what that finds. */
  near: { query: string; rows: readonly FoundRow[] } | null;
};

/** Less than this finds nearly everything. */
export const SHORTEST_SEARCH = 3;

/** Null where nobody answered; throws only when it was called off. What is typed has no place in an address. */
export async function askSearch(query: string, signal: AbortSignal): Promise<SearchAnswer | null> {
  try {
    const response = await fetch("/registrations/search", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: new URLSearchParams({ q: query }).toString() }),
      signal,
    });
    return response.ok ? ((await response.json()) as SearchAnswer) : null;
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}
