import { expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { startsWith, writeWhose } from "./whose";

const person = (role: UserActor["role"]): UserActor => ({
  kind: "user",
  id: "0193c0de-0000-7000-8000-000000000001",
  sessionId: "0193c0de-0000-7000-8000-000000000002",
  role,
  name: "Rina",
  email: "rina@contoh.example",
  locale: null,
  timeZone: "Asia/Jakarta",
});

test.each([
  ["manager", "mine"],
  ["admin", "team"],
  ["viewer", "team"],
] as const)("a %s begins with %s", (role, whose) => {
  expect(startsWith(person(role), undefined)).toBe(whose);
});

test.each(["mine", "team"] as const)("what a person chose last, %s, is what they begin with", (whose) => {
  for (const role of ["manager", "admin"] as const)
    expect(startsWith(person(role), writeWhose(whose, person(role).id))).toBe(whose);
});

test("what somebody else chose in this browser, or what nobody can choose, is not theirs", () => {
  expect(startsWith(person("manager"), writeWhose("team", "0193c0de-0000-7000-8000-000000000009"))).toBe(
    "mine",
  );
  expect(startsWith(person("manager"), `all.${person("manager").id}`)).toBe("mine");
});
