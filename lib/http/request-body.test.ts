import { expect, test } from "vitest";
import nextConfig from "@/next.config.js";
import { KNOWN_BODY_MAX_BYTES, readForm, refuseBody, STRANGER_BODY_MAX_BYTES } from "./request-body";

const [KNOWN, STRANGER] = [KNOWN_BODY_MAX_BYTES, STRANGER_BODY_MAX_BYTES];

test.each<[string, Record<string, string>, { stranger: number | null; known: number | null }]>([
  ["no body", {}, { stranger: null, known: null }],
  ["an empty one", { "content-length": "0" }, { stranger: null, known: null }],
  ["that of signing in", { "content-length": "220" }, { stranger: null, known: null }],
  ["the largest of a stranger", { "content-length": `${STRANGER}` }, { stranger: null, known: null }],
  ["one byte more", { "content-length": `${STRANGER + 1}` }, { stranger: 413, known: null }],
  ["the largest of all", { "content-length": `${KNOWN}` }, { stranger: 413, known: null }],
  ["one byte more than that", { "content-length": `${KNOWN + 1}` }, { stranger: 413, known: 413 }],
  ["a megabyte", { "content-length": "1000000" }, { stranger: 413, known: 413 }],
  ["one of untold size", { "transfer-encoding": "chunked" }, { stranger: 411, known: null }],
  ["both", { "transfer-encoding": "chunked", "content-length": "5" }, { stranger: 411, known: null }],
])("%s is taken or refused before it is read", async (_, headers, expected) => {
  expect({
    stranger: await refuseBody(new Headers(headers), async () => false),
    known: await refuseBody(new Headers(headers), async () => true),
  }).toEqual(expected);
});

test("Next reads no more of an action than is let in, and takes no larger body into memory", () => {
  const limit = `${KNOWN / 1024}kb`;
  expect(nextConfig.experimental).toMatchObject({
    serverActions: { bodySizeLimit: limit },
    proxyClientMaxBodySize: limit,
  });
});

test.each<[string, RequestInit]>([
  ["JSON", { body: "{}", headers: { "content-type": "application/json" } }],
  [
    "a form that breaks off",
    { body: "--a\r\nx", headers: { "content-type": "multipart/form-data; boundary=a" } },
  ],
  ["a form without a boundary", { body: "x=1", headers: { "content-type": "multipart/form-data" } }],
  ["nothing", {}],
])("%s in place of a form is the caller's mistake", async (_, init) => {
  const request = new Request("http://127.0.0.1/export", { method: "POST", ...init });
  await expect(readForm(request)).rejects.toMatchObject({ name: "AppError", code: "bad_input" });
});

test("a form is read whichever way it is written", async () => {
  const form = new FormData();
  form.set("query", "status=INVITED&q=é");
  for (const body of [form, new URLSearchParams({ query: "status=INVITED&q=é" })]) {
    const request = new Request("http://127.0.0.1/export", { method: "POST", body });
    expect((await readForm(request)).get("query")).toBe("status=INVITED&q=é");
  }
});
