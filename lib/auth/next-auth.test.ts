import { expect, test } from "vitest";
import { nextAuthOptions } from "./next-auth";
import { readRefusal } from "./refusal";

test("what fails on the way in is told by a code of ours: next-auth puts the words into an address", async () => {
  const [provider] = nextAuthOptions(() => undefined).providers;
  const authorize: unknown = Reflect.get(provider?.options ?? {}, "authorize");
  if (typeof authorize !== "function") throw new Error("next-auth has no such provider");
  // There is no request here, as there may be no database there.
  const failure: unknown = await authorize({ email: "rina@mitra.example", password: "anything" }).catch(
    (error: unknown) => error,
  );
  const words = failure instanceof Error ? failure.message : "";
  expect(readRefusal(words), words).toMatchObject({ kind: "failure", code: "unexpected" });
});
