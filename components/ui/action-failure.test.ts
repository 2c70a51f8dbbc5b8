import { expect, test } from "vitest";
import { ERROR_HTTP_STATUS } from "@/lib/errors";
import { sentenceOf, unreachable } from "./action-failure";

test.each(Object.keys(ERROR_HTTP_STATUS))("a refusal is told as what it is: %s", (code) => {
  expect(sentenceOf({ code })).toBe(code);
});

test("what is no refusal went wrong on our side, but that no answer came", () => {
  expect(sentenceOf(unreachable())).toBe("unreachable");
  for (const code of ["unexpected", "toString", ""]) expect(sentenceOf({ code })).toBe("unexpected");
});
