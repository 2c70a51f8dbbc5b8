import { refusalPage } from "./refusal-page";

const RETRY_AFTER_SECONDS = 5;

/** A page is asked for by GET or HEAD; actions and the API answer by themselves, so that nothing typed is lost. */
export function isPageRequest({ method, pathname }: { method: string; pathname: string }): boolean {
  return (
    (method === "GET" || method === "HEAD") && !pathname.startsWith("/api/") && !/\.[a-z0-9]+$/.test(pathname)
  );
}

/** What stands in for any page while the database is away: 503 with `Retry-After`. */
export function databaseAwayAnswer(nonce: string): Response {
  return new Response(refusalPage("database_unavailable", { nonce, way: "again" }), {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8", "retry-after": String(RETRY_AFTER_SECONDS) },
  });
}
