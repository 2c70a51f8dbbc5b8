import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ERROR_HTTP_STATUS } from "@/lib/errors";
import { CATALOGS } from "@/lib/i18n/catalog";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { FailureNotice } from "./failure-notice";

/** What a person reads of a failure with this code. */
function wordsOf(code: string): string {
  const page = renderToStaticMarkup(
    <ClientMessagesProvider locale="en" messages={compileMessages("en", ["common", "errors"])}>
      <FailureNotice failure={{ kind: "failure", code }} />
    </ClientMessagesProvider>,
  );
  return page.replaceAll(/<[^>]*>/g, "").replaceAll("&#x27;", "'");
}

describe("the notice of a failure", () => {
  it.each([...Object.keys(ERROR_HTTP_STATUS), "unreachable"])("says %s in its own words", (code) => {
    const sentences: Readonly<Record<string, unknown>> = CATALOGS.en.errors;
    expect(wordsOf(code)).toBe(sentences[code]);
  });

  it("says of anything else that something went wrong", () => {
    for (const code of ["unexpected", "toString"]) expect(wordsOf(code)).toBe(CATALOGS.en.errors.unexpected);
  });
});
