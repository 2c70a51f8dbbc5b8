// The names of all settings, in one place: for the scripts, which run before anything is installed, and for the product.

/** Every setting that may hold a secret; each may be given as a file by its name with `_FILE`. */
export const SECRETS = [
  "DATABASE_URL",
  "DATABASE_DIRECT_URL",
  "NEXTAUTH_SECRET",
  "ADMIN_PASSWORD",
  "DOKU_SECRET_KEY",
  "METRICS_TOKEN",
  "SMTP_URL",
  "MAIL_FROM",
];

/** Every variable of the interface that a `.env` file could set. */
export const VARIABLES = [
  ...SECRETS,
  ...SECRETS.map(fileNameOf),
  "MITRA_DATA_DIR",
  "MITRA_DRAIN_SECONDS",
  "MITRA_KEEP_DAYS",
  "MITRA_STATE_DIR",
  "MITRA_WITHOUT_TLS",
  "PORT",
  "HOSTNAME",
  "TRUSTED_PROXIES",
  "NEXTAUTH_URL",
  "ADMIN_EMAIL",
  "DOKU_ENVIRONMENT",
  "DOKU_BASE_URL",
  "DOKU_CLIENT_ID",
  "DOKU_REQUIRE_SIGNED_ANSWERS",
  "DOKU_REPLAY",
  "LOG_LEVEL",
  "METRICS_PORT",
];

/** What our own programs tell one another; nobody sets them by hand. */
const INTERNAL = [
  "MITRA_DIST_DIR",
  "MITRA_URL",
  "MITRA_DATABASE_URL",
  "MITRA_LOGS",
  "MITRA_STAND_IN_URL",
  "MITRA_UNPROVEN_URL",
  "MITRA_UNPROVEN_DATABASE_URL",
  "MITRA_UNPROVEN_LOGS",
  "MITRA_UNPROVEN_STAND_IN_URL",
  "MITRA_ADMIN_EMAIL",
  "MITRA_ADMIN_PASSWORD",
  "MITRA_CLOSING_LEDGER",
];

/** A file that begins with a byte order mark puts it before its first name. */
const MARK = "\uFEFF";
const OURS = /^\uFEFF?(DOKU|MITRA)_/;
/** Kubernetes tells every pod of a service named `mitra` or `mitra-db` about it, in names like ours. */
const OF_A_SERVICE = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;
/** More letters changed than this share of a name is another name. */
const LIKENESS = 0.35;

/** Where the secret of that name may be read from. @param {string} name */
export function fileNameOf(name) {
  return `${name}_FILE`;
}

/**
 * One sentence for each name that looks like a setting of ours and is none, with the nearest that is.
 *
 * @param {Readonly<Record<string, string | undefined>>} source
 * @returns {{ name: string, sentence: string }[]}
 */
export function findUnknownSettings(source) {
  const known = new Set([...VARIABLES, ...INTERNAL]);
  return Object.keys(source)
    .filter((name) => OURS.test(name) && !known.has(name) && !OF_A_SERVICE.test(name) && source[name] !== "")
    .map((name) => {
      if (known.has(name.replace(MARK, "")))
        return {
          name,
          sentence: `${name.replace(MARK, "")} has a byte order mark in front: save its file without one`,
        };
      const nearest = nearestOf(name);
      const question = nearest ? ` Did you mean ${nearest}?` : "";
      return { name, sentence: `${name.replace(MARK, "")} is not a setting of Mitra.${question}` };
    });
}

/** @param {string} name */
function nearestOf(name) {
  const [nearest] = VARIABLES.map((known) => ({ known, distance: distanceOf(name, known) })).sort(
    (one, other) => one.distance - other.distance,
  );
  return nearest && nearest.distance <= name.length * LIKENESS ? nearest.known : null;
}

/** How many letters are to be put in, taken out or replaced (Levenshtein). @param {string} from @param {string} to */
function distanceOf(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
