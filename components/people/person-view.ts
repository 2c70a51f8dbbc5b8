import type { Role } from "@/lib/authority/actor";

/** A person as the list shows them. */
export type PersonRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  status: "active" | "invited" | "disabled";
  /** ISO 8601, or null for someone never seen. */
  lastSeenAt: string | null;
  isYou: boolean;
};

/** The name of each role in the language of the page. */
export type RoleNames = Readonly<Record<Role, string>>;
