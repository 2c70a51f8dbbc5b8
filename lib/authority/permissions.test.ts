import { describe, expect, test } from "vitest";
import { ROLES, type Role, SYSTEM_ACTOR, type UserActor } from "./actor";
import { can, PERMISSIONS, type Permission } from "./permissions";

// Written out a second time on purpose: a right given by mistake shows here.
const EXPECTED = {
  "registrations.read": ["admin", "manager", "viewer"],
  "registrations.write": ["admin", "manager"],
  "registrations.override": ["admin"],
  "registrations.personal_data": ["admin", "manager"],
  "registrations.export": ["admin", "manager", "viewer"],
  "registrations.export_unmasked": ["admin", "manager"],
  "views.write": ["admin", "manager", "viewer"],
  "playbook.write": ["admin", "manager"],
  "people.read": ["admin"],
  "progress.manage": ["admin"],
  "people.manage": ["admin"],
  "credentials.read": ["admin", "manager"],
  "credentials.manage": ["admin"],
  "audit.read": ["admin"],
  "profile.write": ["admin", "manager", "viewer"],
} as const satisfies Record<Permission, readonly Role[]>;

function actorWith(role: Role): UserActor {
  return {
    kind: "user",
    id: "0",
    sessionId: "0",
    role,
    name: "Rina",
    email: "rina@mitra.example",
    locale: null,
    timeZone: "Asia/Jakarta",
  };
}

describe("each role has exactly its rights", () => {
  for (const permission of PERMISSIONS) {
    for (const role of ROLES) {
      const expected = EXPECTED[permission].some((allowed) => allowed === role);
      test(`${role} ${expected ? "has" : "lacks"} ${permission}`, () => {
        expect(can(actorWith(role), permission)).toBe(expected);
      });
    }
  }

  test("nobody has no right, and the system has every one", () => {
    for (const permission of PERMISSIONS) {
      expect(can(null, permission)).toBe(false);
      expect(can(SYSTEM_ACTOR, permission)).toBe(true);
    }
  });
});
