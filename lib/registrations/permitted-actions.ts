import type { Actor } from "@/lib/authority/actor";
import { can, type Permission } from "@/lib/authority/permissions";
import type { RegistrationAction } from "@/lib/registrations/status";

const PERMISSION_FOR = {
  continue: "registrations.write",
  cancel: "registrations.write",
  fix: "registrations.write",
  retry: "registrations.write",
  check: "registrations.write",
  found: "registrations.write",
  sendAgain: "registrations.write",
  override: "registrations.override",
  archive: "registrations.write",
  restore: "registrations.write",
} as const satisfies Record<RegistrationAction, Permission>;

/** The right that a person needs for an action. When it is possible at all is `allowedActions`. */
export function permissionFor(action: RegistrationAction): Permission {
  return PERMISSION_FOR[action];
}

/** Those of `actions` that the actor may do, in their order. */
export function permittedActions(
  actor: Actor | null,
  actions: readonly RegistrationAction[],
): RegistrationAction[] {
  return actions.filter((action) => can(actor, permissionFor(action)));
}
