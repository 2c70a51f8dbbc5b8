import fc from "fast-check";
import { expect, test } from "vitest";
import { ERROR_HTTP_STATUS } from "@/lib/errors";
import { readRefusal, writeRefusal } from "./refusal";

const NOW = new Date("2026-11-12T07:05:09Z");

test("a refusal comes out of an address as it went in, a wait with its next full minute", () => {
  expect(readRefusal(writeRefusal({ kind: "refused" }), NOW)).toEqual({ kind: "refused" });
  expect(readRefusal(writeRefusal({ kind: "no_cookie" }), NOW)).toEqual({ kind: "no_cookie" });
  const failure = { kind: "failure", code: "database_unavailable", errorId: undefined } as const;
  expect(readRefusal(writeRefusal(failure), NOW)).toEqual(failure);
  const bug = { kind: "failure", code: "unexpected", errorId: "E-3F9A01C2" } as const;
  expect(readRefusal(writeRefusal(bug), NOW)).toEqual(bug);
  const wait = writeRefusal({ kind: "wait", until: new Date("2026-11-12T07:14:01Z") });
  expect(readRefusal(wait, NOW)).toEqual({ kind: "wait", until: new Date("2026-11-12T07:15:00Z") });
});

test("an old address makes nobody wait, and none makes anybody wait for days", () => {
  const until = (time: string) => writeRefusal({ kind: "wait", until: new Date(time) });
  expect(readRefusal(until("2026-11-12T07:05:00Z"), NOW)).toBeNull();
  expect(readRefusal(until("2026-11-14T07:05:00Z"), NOW)).toBeNull();
  expect(readRefusal(until("2026-11-12T07:05:00Z"))).toMatchObject({ kind: "wait" });
});

test("nothing that somebody else writes into an address is repeated", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom("CredentialsSignin", "unexpected.E-call 0812", "refused ", "wait-1e9", "__proto__"),
  );
  fc.assert(
    fc.property(fc.oneof(texts, fc.array(texts), fc.constant(undefined)), (text) => {
      const read = readRefusal(text, NOW);
      if (read?.kind !== "failure") return;
      expect([...Object.keys(ERROR_HTTP_STATUS), "unexpected"]).toContain(read.code);
      expect(read.errorId ?? "E-00000000").toMatch(/^E-[0-9A-F]{8}$/);
    }),
  );
});
