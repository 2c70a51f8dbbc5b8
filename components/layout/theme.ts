/** Light, dark, or what the device asks for. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie the `Theme` control sets; the server reads it so that the first paint has the right colours. */
export const THEME_COOKIE = "theme";

export function parseTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? "system";
}
