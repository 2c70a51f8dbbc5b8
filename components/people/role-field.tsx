"use client";

import type { ComponentProps } from "react";
import { SelectField } from "@/components/ui/fields/select";
import { ROLES, type Role } from "@/lib/authority/actor";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RoleNames } from "./person-view";

/** Chooses a role and says what it may do. */
export function RoleField({
  chosen,
  roleNames,
  ...field
}: ComponentProps<"select"> & { chosen: Role; roleNames: RoleNames; error?: string }) {
  const say = useMessages("people");
  return (
    <SelectField {...field} label={say("role")} hint={say(`roleHint.${chosen}`)}>
      {ROLES.map((known) => (
        <option key={known} value={known}>
          {roleNames[known]}
        </option>
      ))}
    </SelectField>
  );
}
