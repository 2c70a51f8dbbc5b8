import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinMarkup, markup } from "./markup";

/** As a browser reads it back. */
function unescapeText(html: string): string {
  const characters = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity as keyof typeof characters]);
}

describe("markup", () => {
  it("shows a text that looks like HTML as that text", () => {
    expect(markup`<td title="${`"><img src=x onerror="alert('1')">`}">${"<b> & co"}</td>`.html).toBe(
      `<td title="&quot;&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;">&lt;b&gt; &amp; co</td>`,
    );
  });

  it("lets no text out of where it was put, and loses none of it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { html } = markup`<a href="${text}">`;
        const inside = html.slice('<a href="'.length, -'">'.length);
        expect(inside).not.toMatch(/[<>"']/);
        expect(unescapeText(inside)).toBe(text);
      }),
    );
  });

  it("keeps markup as it is, and leaves out what is null", () => {
    const names = joinMarkup([markup`<b>${"A"}</b>`, markup`<i>${"B&C"}</i>`]);
    expect(markup`<p>${names}${null}</p>`.html).toBe("<p><b>A</b><i>B&amp;C</i></p>");
  });
});
