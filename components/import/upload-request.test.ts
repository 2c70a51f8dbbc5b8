import { describe, expect, test } from "vitest";
import { readAnswer } from "./upload-request";

describe("the answer to an upload", () => {
  test.each([
    ["a file that was taken in", 200, '{"id":"0199"}', { kind: "received", id: "0199" }],
    ["a file that is too large", 413, '{"error":{"code":"too_large"}}', { kind: "too_large" }],
    ["an empty file", 400, '{"error":{"code":"empty"}}', { kind: "empty" }],
    ["a proxy that takes less", 413, "<html>Too large</html>", { kind: "too_large" }],
    ["a proxy without a server behind it", 502, "<html>", { kind: "failure", code: "unreachable" }],
    ["a refusal", 401, '{"error":{"code":"not_signed_in"}}', { kind: "failure", code: "not_signed_in" }],
    [
      "a bug, with its id",
      500,
      '{"error":{"code":"unexpected","errorId":"e1"}}',
      { kind: "failure", code: "unexpected", errorId: "e1" },
    ],
    ["nothing", 200, "", { kind: "failure", code: "unreachable" }],
    ["null", 200, "null", { kind: "failure", code: "unreachable" }],
  ])("%s", (_, status, text, expected) => {
    expect(readAnswer(status, text)).toEqual(expected);
  });
});
