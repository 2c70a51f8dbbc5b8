import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { UserActor } from "@/lib/authority/actor";
import { AppError, type ErrorCode } from "@/lib/errors";
import { type ActionRequest, runAction } from "./define-action";

const VIEWER: UserActor = {
  kind: "user",
  id: "viewer",
  sessionId: "session",
  role: "viewer",
  name: "Sari",
  email: "sari@mitra.example",
  locale: null,
  timeZone: "Asia/Jakarta",
};

/** An action that notes each call, so that a refused one shows as none. */
function makeAction(permission: "registrations.write" | "registrations.read") {
  const calls: unknown[] = [];
  return {
    calls,
    permission,
    input: z.object({ name: z.string() }),
    handler: async (call: { actor: UserActor; input: { name: string } }) => {
      calls.push([call.actor.id, call.input]);
      return { kind: "greeted" as const };
    },
  };
}

function requestBy(actor: UserActor | null, input: unknown, isFromOwnPage = true): ActionRequest {
  return { isFromOwnPage, getActor: async () => actor, input };
}

describe("an action", () => {
  test("runs for someone who may, with its input and nothing else", async () => {
    const action = makeAction("registrations.read");
    await runAction(action, requestBy(VIEWER, { name: "Kopi Senja", role: "admin", status: "INVITED" }));
    expect(action.calls).toEqual([["viewer", { name: "Kopi Senja" }]]);
  });

  test.each<[string, UserActor | null, unknown, boolean, ErrorCode]>([
    ["nobody", null, { name: "x" }, true, "not_signed_in"],
    ["someone whose role does not allow it", VIEWER, { name: "x" }, true, "not_allowed"],
    ["another site", { ...VIEWER, role: "admin" }, { name: "x" }, false, "not_allowed"],
    [
      "an object where text is expected",
      { ...VIEWER, role: "admin" },
      { name: { contains: "" } },
      true,
      "bad_input",
    ],
    ["no argument", { ...VIEWER, role: "admin" }, undefined, true, "bad_input"],
    [
      "a prototype",
      { ...VIEWER, role: "admin" },
      JSON.parse('{"__proto__":{"name":"x"}}'),
      true,
      "bad_input",
    ],
  ])("refuses %s and does nothing", async (_, actor, input, isFromOwnPage, code) => {
    const action = makeAction("registrations.write");
    const refused = runAction(action, requestBy(actor, input, isFromOwnPage));
    await expect(refused).rejects.toEqual(new AppError(code));
    expect(action.calls).toEqual([]);
  });

  test("asks whether a person may before it looks at what they sent", async () => {
    const refused = runAction(makeAction("registrations.write"), requestBy(VIEWER, "nonsense"));
    await expect(refused).rejects.toEqual(new AppError("not_allowed"));
  });
});
