import type { Locale } from "./locale";
import en from "./messages/en.json";
import id from "./messages/id.json";

/** Every sentence of the product. English names the keys; a key it lacks is a type error where it is used. */
export type Messages = typeof en;

/** One area of the catalogue, such as `form`. */
export type Namespace = keyof Messages;

/** A language that lacks a key of English does not compile; a test compares the other direction and the arguments. */
export const CATALOGS = { en, id } satisfies Record<Locale, Messages>;

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
