import { expect, test } from "vitest";
import { hostOfOwnPage, isForeignAction, isForeignHost, isFromOwnPage } from "./request-origin";

const SITE = "https://mitra.example";

test.each<[string, Record<string, string>, boolean]>([
  ["a page of ours", { "sec-fetch-site": "same-origin", origin: SITE, host: "mitra.example" }, true],
  ["a page of ours that hides its address", { "sec-fetch-site": "same-origin", origin: "null" }, true],
  ["a page of ours behind a proxy that renames the host", { origin: SITE, host: "10.0.0.7:3000" }, true],
  [
    "a page of ours under another name of this machine",
    { origin: "http://localhost:3000", host: "localhost:3000" },
    true,
  ],
  ["a program", { host: "mitra.example" }, true],
  [
    "another site",
    { "sec-fetch-site": "cross-site", origin: "https://jahat.example", host: "mitra.example" },
    false,
  ],
  [
    "a sister site",
    { "sec-fetch-site": "same-site", origin: "https://lain.mitra.example", host: "mitra.example" },
    false,
  ],
  [
    "another port of this machine",
    { "sec-fetch-site": "same-site", origin: "http://localhost:4000", host: "localhost:3000" },
    false,
  ],
  ["another site in an old browser", { origin: "https://jahat.example", host: "mitra.example" }, false],
  ["a page that hides its address in an old browser", { origin: "null", host: "mitra.example" }, false],
  ["something unreadable", { origin: "???", host: "mitra.example" }, false],
  ["the site without TLS", { origin: "http://mitra.example", host: "mitra.example" }, false],
  [
    "the site without TLS, whose browser takes it for ours",
    { "sec-fetch-site": "same-origin", origin: "http://mitra.example", host: "mitra.example" },
    false,
  ],
  [
    "a stranger's name that leads here",
    { "sec-fetch-site": "same-origin", origin: "https://jahat.example", host: "jahat.example" },
    false,
  ],
  ["a stranger's name in an old browser", { origin: "http://jahat.example", host: "jahat.example" }, false],
  ["another port of the site", { origin: "https://mitra.example:8443", host: "mitra.example:8443" }, false],
  ["an address bar", { "sec-fetch-site": "none", host: "mitra.example" }, false],
])("a change asked for by %s is let in only if it is ours", (_, headers, expected) => {
  expect(isFromOwnPage(new Headers(headers), SITE)).toBe(expected);
});

test.each<[string, Record<string, string>, boolean]>([
  ["an action that another site calls", { "next-action": "00ab", origin: "https://jahat.example" }, true],
  ["an action that a page of ours calls", { "next-action": "00ab", origin: SITE }, false],
  ["an action that a program calls", { "next-action": "00ab" }, false],
  [
    "a form without a script that another site sends",
    { "content-type": "multipart/form-data; boundary=x", origin: "https://jahat.example" },
    true,
  ],
  [
    "a form without a script that a page of ours sends",
    { "content-type": "multipart/form-data; boundary=x", origin: SITE },
    false,
  ],
  ["a page that another site leads to", { "sec-fetch-site": "cross-site" }, false],
])("%s is refused before it is looked for only if it is not ours", (_, headers, expected) => {
  expect(isForeignAction(new Headers({ host: "mitra.example", ...headers }), SITE)).toBe(expected);
});

test.each<[string, Record<string, string>, string | null]>([
  ["of the site, whose host a proxy renamed", { origin: SITE, host: "10.0.0.7:3000" }, "mitra.example"],
  [
    "of the site, whose browser says so",
    { "sec-fetch-site": "same-origin", origin: SITE, host: "mitra" },
    "mitra.example",
  ],
  ["that hides its address", { "sec-fetch-site": "same-origin", origin: "null" }, null],
  ["of another site", { origin: "https://jahat.example", host: "10.0.0.7:3000" }, null],
  [
    "of another site that claims a host",
    { "sec-fetch-site": "cross-site", origin: "https://jahat.example", "x-forwarded-host": "jahat.example" },
    null,
  ],
  ["that is none", { host: "mitra.example" }, null],
])("a page %s asks under its host only if it is ours", (_, headers, expected) => {
  expect(hostOfOwnPage(new Headers(headers), SITE)).toBe(expected);
});

test.each<[string, Record<string, string>, boolean]>([
  ["the site's own", { host: "mitra.example" }, false],
  ["the site's own in capitals", { host: "MITRA.example" }, false],
  ["the site's own with a port", { host: "mitra.example:443" }, false],
  ["a probe's", { host: "10.42.0.17:3000" }, false],
  ["an upstream's", { host: "mitra_upstream" }, false],
  ["a service's", { host: "mitra.prod.svc.cluster.local:3000" }, false],
  ["this machine's", { host: "localhost:3000" }, false],
  ["an IPv6 address's", { host: "[fd00::7]:3000" }, false],
  ["none", {}, false],
  ["a stranger's", { host: "jahat.example" }, true],
  ["one that looks like the site's", { host: "mitra.example.jahat.example" }, true],
  ["a sister's", { host: "lain.mitra.example" }, true],
  [
    "a stranger's that claims the site's",
    { host: "jahat.example", "x-forwarded-host": "mitra.example" },
    true,
  ],
])("a request under %s name is foreign or not", (_, headers, expected) => {
  expect(isForeignHost(new Headers(headers), { url: SITE, trustedProxies: 0 })).toBe(expected);
  expect(isForeignHost(new Headers(headers), { url: "http://mitra.example", trustedProxies: 0 })).toBe(false);
});

test("a proxy that is trusted may say under which name people came", () => {
  const headers = new Headers({ host: "app.backend.example", "x-forwarded-host": "mitra.example" });
  expect(isForeignHost(headers, { url: SITE, trustedProxies: 1 })).toBe(false);
  expect(isForeignHost(headers, { url: SITE, trustedProxies: 0 })).toBe(true);
});

test("where people come without TLS, the page under whatever name they use is ours", () => {
  const headers = new Headers({ origin: "http://192.168.1.5:3000", host: "192.168.1.5:3000" });
  expect(isFromOwnPage(headers, "http://localhost:3000")).toBe(true);
});
