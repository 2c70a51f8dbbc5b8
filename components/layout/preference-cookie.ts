import { THEME_COOKIE, type Theme } from "./theme";

const ONE_YEAR_SECONDS = 31_536_000;

/** Remembers a choice of this browser, such as the language. For the browser only. */
export function setPreferenceCookie(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https and newer browsers than ours.
  document.cookie = `${name}=${value}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax${secure}`;
}

/** Light, dark, or as the device says: at once, and for this browser from now on. For the browser only. */
export function chooseTheme(theme: Theme): void {
  setPreferenceCookie(THEME_COOKIE, theme);
  document.documentElement.classList.remove("light", "dark");
  if (theme !== "system") document.documentElement.classList.add(theme);
}
