import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalOf } from "./unreadable-requests";

test.each<[string, string, number | null]>([
  ["GET", "/registrations?q=%c0", null],
  ["GET", "/registrations/%e2%82%ac", null],
  ["POST", "/sign-in", null],
  ["PROPFIND", "/", null],
  ["GET", "/registrations/%c0%ae", 400],
  ["GET", "/%", 400],
  ["HEAD", "/a/%zz/b", 400],
  ["GET", "http://[", 400],
  ["TRACE", "/", 405],
  ["TRACK", "/%", 405],
])("%s %s is answered with %s or goes on", (method, url, status) => {
  expect(refusalOf({ method, url })).toBe(status);
});

test("what is let through can be decoded, part by part", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const url = `/${text}`;
      if (refusalOf({ url }) !== null) return;
      for (const part of (url.split("?")[0] ?? "").split("/")) decodeURIComponent(part);
    }),
  );
});
