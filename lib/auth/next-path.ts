import type { Route } from "next";

/** Where a person lands after signing in when nothing else is asked for. */
export const HOME_PATH = "/registrations" satisfies Route;

/** Where people sign in; an address that asks for it may say where to go on to (`next`). */
export const SIGN_IN_PATH = "/sign-in" satisfies Route;

/** The request header in which `proxy.ts` tells pages which address was asked for. It is a convenience and never decides. */
export const PATH_HEADER = "x-mitra-path";

/** The page that calls an action, as it says itself; an action comes past `proxy.ts`. "" where it does not say. */
export function pathOfPage(headers: { get(name: string): string | null }): string {
  const page = headers.get("referer") ?? "";
  return headers.get(PATH_HEADER) ?? (URL.canParse(page) ? new URL(page).pathname : "");
}

const MAX_PATH_LENGTH = 1_000;
const NOWHERE = "http://nowhere.invalid";

/**
 * The path of our own to continue at after signing in, or the start page.
 *
 * Refuses everything a browser could read as another site (`//host`, `/\host`, `https:`, control
 * characters) and the pages of signing in themselves. Keeps path and query; drops the hash.
 */
export function safeNextPath(next: unknown): Route {
  if (typeof next !== "string" || next.length > MAX_PATH_LENGTH || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) {
    return HOME_PATH;
  }
  if (!URL.canParse(next, NOWHERE)) return HOME_PATH;
  const url = new URL(next, NOWHERE);
  // Dot segments can fold into `//host`, which only the parsed path shows.
  if (url.origin !== NOWHERE || url.pathname.startsWith("//")) return HOME_PATH;
  if (/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname) || url.pathname === "/") return HOME_PATH;
  // Which pages exist is not known here; an address that leads nowhere says so itself.
  return (url.pathname + url.search) as Route;
}

/** The address that asks a person to sign in and brings them back to `path`. */
export function signInPath(path: unknown): Route {
  const next = withoutContacts(safeNextPath(path));
  return next === HOME_PATH ? SIGN_IN_PATH : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** An address is written down in more places than a page: whoever was searched for by a contact is searched for anew. */
function withoutContacts(path: Route): Route {
  const { pathname, searchParams } = new URL(path, NOWHERE);
  const query = searchParams.get("q");
  if (!query || !/@|\d(?:\D?\d){4}/.test(query)) return path;
  searchParams.delete("q");
  return safeNextPath(searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname);
}
