import { AppError } from "@/lib/errors";
import type { Role, UserActor } from "./actor";

/** Every right of the product. A page, action or route names the one it needs. */
export const PERMISSIONS = [
  "registrations.read",
  /** Create, edit, cancel, archive, retry, check, found, send again. */
  "registrations.write",
  /** Settle an unsure registration against the rules, with a reason. */
  "registrations.override",
  /** See emails, phone numbers and what was sent to DOKU in full. */
  "registrations.personal_data",
  /** Take what the list shows away as a file, with personal data masked. */
  "registrations.export",
  "registrations.export_unmasked",
  /** Keep, share and delete one's own views of the list. */
  "views.write",
  /** Write down what a cause means and how it is fixed. */
  "playbook.write",
  /** Say what DOKU's values mean, write the words of reminders, set when a merchant is quiet. */
  "progress.manage",
  "people.read",
  "people.manage",
  "credentials.read",
  "credentials.manage",
  "audit.read",
  "profile.write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEWER = [
  "registrations.read",
  "registrations.export",
  "views.write",
  "profile.write",
] as const satisfies readonly Permission[];
const MANAGER = [
  ...VIEWER,
  "registrations.write",
  "registrations.personal_data",
  "registrations.export_unmasked",
  "playbook.write",
  "credentials.read",
] as const satisfies readonly Permission[];

/** The whole of who may do what. Nothing else in the product compares roles. */
const ROLE_PERMISSIONS = {
  admin: PERMISSIONS,
  manager: MANAGER,
  viewer: VIEWER,
} as const satisfies Record<Role, readonly Permission[]>;

/** What a right follows from: a person's role, or being the system. Any `Actor` fits. */
export type Authority = Pick<UserActor, "kind" | "role"> | { kind: "system" };

/** Whether `actor` has `permission`. Nobody (null) has none, the system has all. */
export function can(actor: Authority | null, permission: Permission): boolean {
  if (actor === null) return false;
  switch (actor.kind) {
    case "system":
      return true;
    case "user":
      return permissionsOf(actor.role).includes(permission);
  }
}

/** The rights of a role. */
export function permissionsOf(role: Role): readonly Permission[] {
  return ROLE_PERMISSIONS[role];
}

/** Throws AppError `not_allowed` unless `actor` has `permission`: the second lock, inside the core. */
export function requireCan(actor: Authority | null, permission: Permission): void {
  if (!can(actor, permission)) throw new AppError("not_allowed");
}
