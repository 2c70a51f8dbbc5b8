import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOME_PATH, safeNextPath, signInPath } from "./next-path";

describe("the address after signing in", () => {
  test.each([
    "/registrations",
    "/registrations?status=FAILED&q=kopi%20senja",
    "/registrations/0193f1d2-0000-7000-8000-000000000000",
    "/settings/people",
    "/audit-log?cursor=12",
  ])("may be %s", (path) => {
    expect(safeNextPath(path)).toBe(path);
  });

  test.each([
    ["an address of another site", "https://jahat.example/registrations"],
    ["another site without a scheme", "//jahat.example"],
    ["a backslash that browsers read as a slash", "/\\jahat.example"],
    ["a backslash further on", "/\\/jahat.example"],
    ["a tab that browsers drop", "/\t/jahat.example"],
    ["a line break", "/registrations\n//jahat.example"],
    ["dot segments that fold into another site", "/..//jahat.example"],
    ["dot segments in the middle", "/registrations/..//jahat.example"],
    ["a script", "javascript:alert(1)"],
    ["a relative path", "registrations"],
    ["the sign-in page itself", "/sign-in?next=/registrations"],
    ["a set-up link", "/setup?token=abc"],
    ["an interface for programs", "/api/auth/signout"],
    ["the start page, which only leads on", "/"],
    ["nothing", ""],
    ["no text", undefined],
    ["several", ["/registrations", "/settings/people"]],
    ["a very long one", `/${"a".repeat(1_001)}`],
  ])("is not %s", (_, path) => {
    expect(safeNextPath(path)).toBe(HOME_PATH);
  });

  test("stays on this site whatever is asked for", () => {
    const parts = fc.constantFrom(
      "/",
      "\\",
      "..",
      ".",
      "//",
      "@",
      ":",
      "jahat.example",
      "?",
      "#",
      "%2f",
      "\t",
      " ",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts).map((all) => `/${all.join("")}`),
        ),
        (path) => {
          const url = new URL(safeNextPath(path), "https://mitra.example");
          expect(url.origin).toBe("https://mitra.example");
          expect(safeNextPath(safeNextPath(path))).toBe(safeNextPath(path));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("is carried by the sign-in address, unless it is the start page", () => {
    expect(signInPath("/settings/people?x=1")).toBe("/sign-in?next=%2Fsettings%2Fpeople%3Fx%3D1");
    expect(signInPath("//jahat.example")).toBe("/sign-in");
    expect(signInPath(null)).toBe("/sign-in");
  });

  test.each([
    ["/registrations?q=budi%40kopisenja.example", "/sign-in"],
    ["/registrations?status=INVITED&q=0812-9999-8888", "/sign-in?next=%2Fregistrations%3Fstatus%3DINVITED"],
    ["/registrations?q=kopi+senja", "/sign-in?next=%2Fregistrations%3Fq%3Dkopi%2Bsenja"],
  ])("carries no contact that was searched for: %s", (path, expected) => {
    expect(signInPath(path)).toBe(expected);
  });
});
