"use client";

import { useState } from "react";
import { setPreferenceCookie } from "@/components/layout/preference-cookie";
import { useRefresh } from "@/components/pending/use-refresh";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SHORTCUTS_COOKIE } from "./key-press";

/** Switches the shortcuts of a single key off and on, for this browser. */
export function ShortcutsControl({ isOn, label, hint }: { isOn: boolean; label: string; hint: string }) {
  const refresh = useRefresh();
  const [checked, setChecked] = useState(isOn);
  return (
    <Checkbox
      label={label}
      hint={hint}
      checked={checked}
      onChange={(event) => {
        setChecked(event.target.checked);
        setPreferenceCookie(SHORTCUTS_COOKIE, event.target.checked ? "" : "off");
        void refresh();
      }}
    />
  );
}
