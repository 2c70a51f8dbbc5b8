import { describe, expect, test } from "vitest";
import { readAnswer } from "./request";

describe("the answer to an upload", () => {
  test.each([
    ["a file that was taken in", 200, '{"id":"0199"}', { kind: "received", id: "0199" }],
    ["a file that is too large", 413, '{"error":{"code":"too_large"}}', { kind: "too_large" }],
    ["an empty file", 400, '{"error":{"code":"empty"}}', { kind: "empty" }],
    ["a proxy that takes less", 413, "<html>Too large</html>", { kind: "too_large_on_the_way" }],
    ["a proxy that takes less, without words", 413, "", { kind: "too_large_on_the_way" }],
    ["a proxy without a server behind it", 502, "<html>", { kind: "answered_on_the_way", httpStatus: 502 }],
    ["a proxy that shuts people out", 503, "{}", { kind: "answered_on_the_way", httpStatus: 503 }],
    ["a proxy that did not wait", 504, "", { kind: "answered_on_the_way", httpStatus: 504 }],
    ["a proxy that forbids it", 403, "<html>", { kind: "answered_on_the_way", httpStatus: 403 }],
    [
      "a database that is away",
      503,
      '{"error":{"code":"database_unavailable"}}',
      { kind: "failure", code: "database_unavailable" },
    ],
    ["a server that broke", 500, "Internal Server Error", { kind: "failure", code: "unexpected" }],
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
