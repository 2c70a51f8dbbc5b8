import type { ErrorCode } from "@/lib/errors";
import en from "@/lib/i18n/messages/en.json";
import id from "@/lib/i18n/messages/id.json";

/** Where its link leads: to the same address once more, or to the list. */
type Way = "again" | "registrations";

/**
 * A refusal as a page, in both languages, because whose page it is cannot be told. Needs no script and nothing of the
 * build; without a `nonce` the browser gives it its own looks.
 */
export function refusalPage(
  code: ErrorCode | "unexpected",
  { nonce, way, errorId }: { nonce: string | undefined; way: Way; errorId?: string | undefined },
): string {
  const section = ([lang, { errors, common }]: [string, typeof en]): string => {
    const link =
      way === "again"
        ? `<a href="">${common.tryAgain}</a>`
        : `<a href="/registrations">${errors.toRegistrations}</a>`;
    const reference = errorId ? `<p>${common.reference.replace("{errorId}", errorId)}</p>` : "";
    return `<section lang="${lang}"><h1>${errors.pageTitle}</h1><p>${errors[code]}.</p>${reference}<p>${link}</p></section>`;
  };
  const style = `body{font:1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}h1{font-size:1.25rem}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${en.errors.pageTitle} · Mitra</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
${nonce ? `<style nonce="${nonce}">${style}</style>` : ""}
</head><body><main>${Object.entries({ en, id }).map(section).join("<hr>")}</main></body></html>`;
}
