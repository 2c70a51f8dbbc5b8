/**
 * The rules of the form, fetched when they are first needed: with their table of the world's phone
 * numbers they weigh as much as the rest of the page. Rejects where they cannot be fetched; the server
 * checks everything again, so no caller has to stop for that.
 */
export function loadRules() {
  return import("./browser-rules");
}
