"use client";

import { useState } from "react";
import { SelectField } from "@/components/ui/select";
import { ROLES, type Role } from "@/lib/auth/actor";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RoleNames } from "./person-view";

/** Chooses a role and says what it may do. */
export function RoleField({
  id,
  initialRole,
  roleNames,
}: {
  id: string;
  initialRole: Role;
  roleNames: RoleNames;
}) {
  const say = useMessages("people");
  const [chosen, setChosen] = useState(initialRole);
  return (
    <SelectField
      id={id}
      name="role"
      label={say("role")}
      hint={say(`roleHint.${chosen}`)}
      value={chosen}
      onChange={(event) => setChosen(ROLES.find((known) => known === event.target.value) ?? initialRole)}
    >
      {ROLES.map((known) => (
        <option key={known} value={known}>
          {roleNames[known]}
        </option>
      ))}
    </SelectField>
  );
}
