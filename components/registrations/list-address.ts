import type { Route } from "next";
import type { ListTab } from "@/lib/registrations/list-filter";

/** The list's address with its state: tab, search and place. What is the default is left out. */
export function listAddress({
  tab,
  query,
  cursor,
}: {
  tab: ListTab;
  query: string;
  cursor?: string | null;
}): Route {
  const params = new URLSearchParams();
  if (tab !== "all") params.set("status", tab);
  if (query) params.set("q", query);
  if (cursor) params.set("cursor", cursor);
  const search = params.toString();
  return search ? `/registrations?${search}` : "/registrations";
}
