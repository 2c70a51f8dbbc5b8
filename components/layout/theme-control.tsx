"use client";

import SunMoon from "lucide-react/icons/sun-moon";
import { useState } from "react";
import { Select } from "@/components/ui/fields/select";
import { chooseTheme } from "./preference-cookie";
import { parseTheme, THEMES, type Theme } from "./theme";

/** Light, dark, or as the device says. Changes the page in place; the server keeps it from the cookie. */
export function ThemeControl({
  theme,
  label,
  names,
  className,
}: {
  theme: Theme;
  label: string;
  names: Record<Theme, string>;
  className?: string;
}) {
  const [chosen, setChosen] = useState(theme);

  function choose(next: Theme) {
    setChosen(next);
    chooseTheme(next);
  }

  return (
    <Select
      aria-label={label}
      quiet
      icon={<SunMoon aria-hidden="true" />}
      className={className}
      value={chosen}
      onChange={(event) => choose(parseTheme(event.target.value))}
    >
      {THEMES.map((choice) => (
        <option key={choice} value={choice}>
          {names[choice]}
        </option>
      ))}
    </Select>
  );
}
