import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server";
import { expect, test } from "vitest";
import { config } from "@/proxy";

const ACTION = { "next-action": "00ab", "content-length": "812" };
const OWN = { ...ACTION, origin: "https://mitra.example", "sec-fetch-site": "same-origin" };

const goesThrough = (headers: Record<string, string>, url = "/registrations/new") =>
  unstable_doesMiddlewareMatch({ config, url: `https://mitra.example${url}`, headers });

test.each<[string, Record<string, string>]>([
  ["of a page of ours", OWN],
  ["of this machine", { ...OWN, origin: "http://localhost:3000" }],
  ["of an address", { ...OWN, origin: "http://10.0.0.7:3000" }],
  ["of a program", ACTION],
])("a small action %s goes past the proxy", (_, headers) => {
  expect(goesThrough(headers)).toBe(false);
});

test.each<[string, Record<string, string>]>([
  ["a page", {}],
  [
    "a form that was handed in before its script had come",
    { "content-type": "multipart/form-data; boundary=x" },
  ],
  ["an action of another site", { ...OWN, "sec-fetch-site": "cross-site" }],
  ["an action of a site beside", { ...OWN, "sec-fetch-site": "same-site" }],
  ["an action whose page only says its address", { ...ACTION, origin: "https://jahat.example" }],
  ["an action whose page hides its address", { ...OWN, origin: "null" }],
  [
    "an action of a host of one label, which Next compares to the letter",
    { ...OWN, origin: "https://mitra" },
  ],
  ["an action of an address in brackets", { ...OWN, origin: "http://[::1]:3000" }],
  ["an action with a body that a stranger may not send", { ...OWN, "content-length": "8193" }],
  ["an action with a large body", { ...OWN, "content-length": "99999999" }],
  ["an action of untold size", { ...OWN, "transfer-encoding": "chunked" }],
])("%s goes through the proxy", (_, headers) => {
  expect(goesThrough(headers)).toBe(true);
});

test.each(["/_next/static/chunks/a.js", "/registrations/import/upload"])("%s goes past it", (url) => {
  expect(goesThrough({}, url)).toBe(false);
});

test.each(["/_next/image", "/api/auth/session", "/api/live"])(
  "%s goes through it, also where it says it is an action",
  (url) => {
    expect(goesThrough(OWN, url)).toBe(true);
  },
);
