import { describe, expect, test } from "vitest";
import { ROLES, type UserActor } from "@/lib/authority/actor";
import { permittedActions } from "./permitted-actions";
import {
  type ActionFacts,
  allowedActions,
  mayStand,
  REGISTRATION_ACTIONS,
  type RegistrationAction,
  STATUSES,
} from "./status";

const ACTOR: UserActor = {
  kind: "user",
  id: "0199a1b2-0000-7000-8000-000000000001",
  sessionId: "0199a1b2-0000-7000-8000-000000000002",
  role: "admin",
  name: "Dewi",
  email: "dewi@mitra.example",
  locale: null,
  timeZone: "Asia/Jakarta",
};

function makeFacts(facts: Partial<ActionFacts>): ActionFacts {
  return {
    status: "UNCONFIRMED",
    archived: false,
    replay: "proven",
    everSent: true,
    sending: false,
    planned: false,
    standing: false,
    hasBusiness: false,
    ...facts,
  };
}

describe("what a status allows", () => {
  test.each<[Partial<ActionFacts>, RegistrationAction[]]>([
    [{ status: "DRAFT", everSent: false }, ["continue", "archive"]],
    [{ status: "QUEUED", everSent: false }, ["cancel"]],
    [{ status: "QUEUED" }, []],
    [{ status: "INVITED" }, ["archive"]],
    [{ status: "NEEDS_FIX" }, ["fix", "archive"]],
    [{ status: "FAILED" }, ["retry", "fix", "archive"]],
    // What DOKU or a person takes for not created may be there all the same.
    [{ status: "NEEDS_FIX", standing: true }, ["fix", "found", "archive"]],
    [{ status: "FAILED", standing: true }, ["retry", "fix", "found", "archive"]],
    [{ status: "INVITED", standing: true }, ["archive"]],
    [{ status: "NEEDS_FIX", standing: true, sending: true }, []],
    [{ status: "NEEDS_FIX", standing: true, archived: true }, ["restore"]],
    [{}, ["check", "found", "override"]],
    [{ replay: "unproven" }, ["found", "sendAgain", "override"]],
    // As long as a machine will ask DOKU once more, it may still learn the truth.
    [{ planned: true }, ["check", "found"]],
    [{ replay: "unproven", planned: true }, ["found", "sendAgain"]],
    // Of whom a business is known nothing is sent any more.
    [{ hasBusiness: true }, ["found"]],
    [{ replay: "unproven", hasBusiness: true }, ["found"]],
    [{ status: "NEEDS_FIX", hasBusiness: true }, ["found", "archive"]],
    [{ status: "FAILED", hasBusiness: true }, ["found", "archive"]],
    [{ status: "INVITED", hasBusiness: true }, ["archive"]],
    // What the sender receives decides.
    [{ sending: true, planned: true }, []],
    [{ status: "FAILED", archived: true }, ["restore"]],
  ])("%j allows %j", (facts, actions) => {
    expect(allowedActions(makeFacts(facts))).toEqual(actions);
  });

  test("only a doubt that nobody is about to settle can be overridden", () => {
    const flags = [false, true];
    for (const status of STATUSES)
      for (const archived of flags)
        for (const sending of flags)
          for (const planned of flags) {
            const isOffered = allowedActions(makeFacts({ status, archived, sending, planned })).includes(
              "override",
            );
            expect(isOffered).toBe(status === "UNCONFIRMED" && !archived && !sending && !planned);
          }
  });
});

test.each([
  [{ cause: "refused.partnerReference.0badc0de", problemField: "partnerReference" }, true],
  [{ cause: "refused.businessName.0badc0de", problemField: "businessName" }, false],
  [{ cause: "refused.other.0badc0de", problemField: null }, false],
  [{ cause: "not_sent.by_person", problemField: null }, true],
  [{ cause: "not_sent.dns", problemField: null }, false],
  [{ cause: null, problemField: null }, false],
])("%j may stand at DOKU: %j", (facts, expected) => {
  expect(mayStand({ ...facts, wasPutBack: false })).toBe(expected);
  expect(mayStand({ ...facts, wasPutBack: true })).toBe(true);
});

describe("what a role permits", () => {
  const withoutOverride = REGISTRATION_ACTIONS.filter((action) => action !== "override");

  test.each([
    ["admin", [...REGISTRATION_ACTIONS]],
    ["manager", withoutOverride],
    ["viewer", []],
  ] as const)("an actor with the role %s may do %j", (role, actions) => {
    expect(permittedActions({ ...ACTOR, role }, REGISTRATION_ACTIONS)).toEqual(actions);
  });

  test("nobody may do anything, and every role was looked at", () => {
    expect(permittedActions(null, REGISTRATION_ACTIONS)).toEqual([]);
    expect([...ROLES].sort()).toEqual(["admin", "manager", "viewer"]);
  });
});
