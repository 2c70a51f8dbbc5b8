import en from "@/lib/i18n/messages/en.json";
import id from "@/lib/i18n/messages/id.json";

const RETRY_AFTER_SECONDS = 5;

/** A page is asked for by GET or HEAD; actions and the API answer by themselves, so that nothing typed is lost. */
export function isPageRequest({ method, pathname }: { method: string; pathname: string }): boolean {
  return (
    (method === "GET" || method === "HEAD") && !pathname.startsWith("/api/") && !/\.[a-z0-9]+$/.test(pathname)
  );
}

/**
 * What stands in for any page while the database is away: 503 with `Retry-After`, and both languages,
 * because whose page it is cannot be told. Needs no script and nothing of the build.
 */
export function databaseAwayAnswer(nonce: string): Response {
  const paragraph = ([lang, { errors, common }]: [string, typeof en]): string =>
    `<section lang="${lang}"><h1>${errors.pageTitle}</h1><p>${errors.database_unavailable}.</p>` +
    `<p><a href="">${common.tryAgain}</a></p></section>`;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${en.errors.pageTitle} · Mitra</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style nonce="${nonce}">body{font:1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}h1{font-size:1.25rem}</style>
</head><body><main>${Object.entries({ en, id }).map(paragraph).join("<hr>")}</main></body></html>`;
  return new Response(html, {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8", "retry-after": String(RETRY_AFTER_SECONDS) },
  });
}
