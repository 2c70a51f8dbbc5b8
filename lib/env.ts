import "server-only";
import * as z from "zod";
import { withPlainSslMode } from "@/lib/database-address";
import type { Environment } from "@/lib/generated/prisma/enums";
import { isLoopback } from "@/lib/loopback";
import { readWebAddress } from "@/lib/web-address";
import { readSecretFiles, type SecretFiles } from "@/scripts/settings/secret-files.mjs";
import { fileNameOf, findUnknownSettings, SECRETS } from "@/scripts/settings/setting-names.mjs";

/** DOKU's hosts as its documentation prints them; the simulator has none of its own. */
const DOKU_HOSTS = {
  sandbox: "https://api-uat.doku.com",
  production: "https://api.doku.com",
} as const;

const optionalText = z
  .string()
  .optional()
  .transform((text) => (text?.trim() ? text.trim() : undefined));

const flag = (name: string) =>
  optionalText.pipe(z.enum(["true", "false"], { error: `${name} must be true or false` }).optional());

function addressText(name: string, protocols: readonly string[]) {
  return optionalText.refine((text) => text === undefined || hasProtocol(text, protocols), {
    error: `${name} must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });
}

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

const QUOTED = /^(?:".*"|'.*'|`.*`|“.*”|‘.*’)$/su;

/** Marks of a shell, which an env file of Docker or a secret's file keeps: DOKU would refuse every signature, and nobody could sign in. */
function asMeant(name: string, given = optionalText) {
  return given
    .refine((text) => text === undefined || !QUOTED.test(text), {
      error: `${name} stands in quotation marks, and they are kept as a part of it. Take them away`,
    })
    .refine((text) => text === undefined || !/\p{Cc}/u.test(text), {
      error: `${name} has a line break or another sign in it that nobody can type. Take it away`,
    });
}

const port = (name: string) =>
  optionalText.refine((text) => text === undefined || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535), {
    error: `${name} must be a whole number from 0 to 65535`,
  });

/** A whole number up to `most`, in digits. */
const count = (name: string, most: number) =>
  optionalText
    .refine((text) => text === undefined || (/^\d{1,4}$/.test(text) && Number(text) <= most), {
      error: `${name} must be a whole number from 0 to ${most}`,
    })
    .transform((text) => (text === undefined ? undefined : Number(text)));

/** A whole number of days, in digits, and no fewer than `least`. */
const days = (name: string, least: number) =>
  optionalText
    .refine((text) => text === undefined || (/^\d{1,5}$/.test(text) && Number(text) >= least), {
      error: `${name} must be a whole number of days, ${least} or more; leave it out to keep everything`,
    })
    .transform((text) => (text === undefined ? undefined : Number(text)));

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
/** A chain of more proxies is a mistake. */
const MOST_PROXIES = 10;
/** As long as sends in flight may take beside it; SIGKILL comes after 35 seconds. */
const LONGEST_DRAIN_SECONDS = 25;
/** Sooner somebody still works with what would be removed. */
const SHORTEST_KEEP_DAYS = 30;

const MAIL_PROTOCOLS = ["smtp:", "smtps:"];
/** An address, or a name and an address in angle brackets. */
const SENDER = /^(?:(?<name>[^<>"\r\n]*)<(?<bracketed>[^<>\s]+)>|(?<plain>[^<>\s]+))$/u;

function readSender(text: string): { name: string; address: string } | null {
  const { name = "", bracketed, plain } = SENDER.exec(text)?.groups ?? {};
  const address = bracketed ?? plain ?? "";
  return z.email().safeParse(address).success ? { name: name.trim(), address } : null;
}

/** What comes after ? or # would be lost, which a password with such a sign is. */
function isWholeMailAddress(text: string): boolean {
  if (!hasProtocol(text, MAIL_PROTOCOLS)) return false;
  const { hostname, search, hash, pathname, username, password } = new URL(text);
  const isWhole = hostname !== "" && search === "" && hash === "" && /^\/?$/.test(pathname);
  return isWhole && isReadable(`${username}:${password}`);
}

/** Whether each % begins a sign that is written by its code. */
function isReadable(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}

const DATABASE_PROTOCOLS = ["postgresql:", "postgres:"];
const WEB_PROTOCOLS = ["http:", "https:"];

const variables = z.object({
  DATABASE_URL: addressText("DATABASE_URL", DATABASE_PROTOCOLS),
  DATABASE_DIRECT_URL: addressText("DATABASE_DIRECT_URL", DATABASE_PROTOCOLS),
  NEXTAUTH_URL: addressText("NEXTAUTH_URL", WEB_PROTOCOLS).refine(
    // With next-auth's own path, which its documentation writes behind the address, it is the same address.
    (text) =>
      text === undefined ||
      !hasProtocol(text, WEB_PROTOCOLS) ||
      ["", "/api/auth"].includes(readWebAddress(text)?.path ?? "none"),
    {
      error:
        "NEXTAUTH_URL must end behind the name and the port, as https://mitra.example.id does: Mitra has a name of its own, and does not live below a path",
    },
  ),
  NEXTAUTH_SECRET: optionalText.refine((text) => text === undefined || text.length >= 32, {
    error: "NEXTAUTH_SECRET must have at least 32 characters",
  }),
  PORT: port("PORT"),
  TRUSTED_PROXIES: count("TRUSTED_PROXIES", MOST_PROXIES),
  MITRA_DRAIN_SECONDS: count("MITRA_DRAIN_SECONDS", LONGEST_DRAIN_SECONDS),
  MITRA_KEEP_DAYS: days("MITRA_KEEP_DAYS", SHORTEST_KEEP_DAYS),
  // Relative to what, would be another folder for each of our programs.
  MITRA_STATE_DIR: optionalText.refine((text) => text === undefined || text.startsWith("/"), {
    error: "MITRA_STATE_DIR must be the whole path of a folder, beginning with /",
  }),
  MITRA_WITHOUT_TLS: flag("MITRA_WITHOUT_TLS"),
  LOG_LEVEL: optionalText.pipe(
    z
      .enum(LOG_LEVELS, { error: "LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent" })
      .optional(),
  ),
  METRICS_TOKEN: asMeant("METRICS_TOKEN").refine((text) => text === undefined || text.length >= 16, {
    error: "METRICS_TOKEN must have at least 16 characters",
  }),
  METRICS_PORT: port("METRICS_PORT"),
  SMTP_URL: optionalText.refine((text) => text === undefined || isWholeMailAddress(text), {
    error:
      "SMTP_URL must be an address such as smtp://user:password@mail.example.id:587, or smtps:// for TLS from the first byte. In a password write % as %25, @ as %40, # as %23, / as %2F and ? as %3F",
  }),
  MAIL_FROM: optionalText.refine((text) => text === undefined || readSender(text) !== null, {
    error:
      "MAIL_FROM must be an email address, or a name and an address such as Rina <rina@mitra.example.id>",
  }),
  ADMIN_EMAIL: optionalText.refine((text) => text === undefined || z.email().safeParse(text).success, {
    error: "ADMIN_EMAIL must be an email address",
  }),
  ADMIN_PASSWORD: asMeant(
    "ADMIN_PASSWORD",
    z
      .string()
      .optional()
      .transform((text) => (text ? text : undefined)),
  ),
  DOKU_ENVIRONMENT: optionalText.pipe(
    z
      .enum(["simulator", "sandbox", "production"], {
        error: "DOKU_ENVIRONMENT must be simulator, sandbox or production",
      })
      .default("simulator"),
  ),
  DOKU_BASE_URL: addressText("DOKU_BASE_URL", WEB_PROTOCOLS).refine(
    (text) => text === undefined || !hasProtocol(text, WEB_PROTOCOLS) || readWebAddress(text) !== null,
    {
      error:
        "DOKU_BASE_URL must have no user, password, ? or # in it: a path alone may stand behind the host",
    },
  ),
  DOKU_CLIENT_ID: asMeant("DOKU_CLIENT_ID").refine(
    (text) => text === undefined || /^[\x21-\x7e]{1,128}$/.test(text),
    { error: "DOKU_CLIENT_ID must be 1 to 128 printable characters without spaces" },
  ),
  DOKU_SECRET_KEY: asMeant("DOKU_SECRET_KEY"),
  DOKU_REQUIRE_SIGNED_ANSWERS: flag("DOKU_REQUIRE_SIGNED_ANSWERS"),
  DOKU_REPLAY: optionalText.pipe(
    z.enum(["proven", "unproven"], { error: "DOKU_REPLAY must be proven or unproven" }).optional(),
  ),
});

/** Where e-mails are given to, and as whom. */
export type MailSettings = {
  /** `smtp://` or `smtps://`, with a user and a password where the server asks for them. */
  url: string;
  from: { name: string; address: string };
  /** Whether what is sent may go without TLS to another machine. */
  isClearTextAllowed: boolean;
};

export type Env = {
  databaseUrl: string;
  /** For LISTEN, advisory locks and the worker, where databaseUrl goes through a transaction pooler. */
  databaseDirectUrl: string;
  /** Whether databaseUrl goes through one. */
  isDatabasePooled: boolean;
  /** Where people open Mitra, without a slash at its end. */
  nextAuthUrl: string;
  nextAuthSecret: string;
  /** How many proxies of ours stand in front, each of which adds whom it heard to X-Forwarded-For. */
  trustedProxies: number;
  /** How long a web server that was told to stop goes on serving while it says that it is not ready. */
  drainSeconds: number;
  /** For how many days what ended is kept to be looked at; null is for ever. See lib/worker/remove-old. */
  keepDays: number | null;
  /** A folder of this machine for what must not go back with the database when that is restored; null is none. */
  stateFolder: string | null;
  admin: { email: string; password: string } | null;
  metrics: {
    /** What a scraper of the web server must show; null closes that door. */
    token: string | null;
    /** Where a worker answers scrapes on the loopback; null opens no port. */
    workerPort: number | null;
  };
  /** Null where the people's own mail programs send. */
  mail: MailSettings | null;
  doku: {
    environment: Environment;
    baseUrl: string;
    clientId: string;
    secretKey: string;
    requireSignedAnswers: boolean;
    replay: "proven" | "unproven";
  };
};

export type EnvReading = { ok: true; env: Env } | { ok: false; problems: string[] };

/**
 * Reads the variables of the interface from `source`.
 *
 * Promises a complete, checked `Env` or every problem at once, one sentence each, never with a
 * variable's value in it (it may be a secret).
 */
export function readEnv(source: Source, files: SecretFiles = { values: {}, problems: [] }): EnvReading {
  const named = { ...source, ...files.values };
  const unknown = findUnknownSettings(named);
  const parsed = variables.safeParse(named);
  const issues = parsed.success ? [] : parsed.error.issues;
  const unread = SECRETS.filter((name) => named[fileNameOf(name)]?.trim() && !named[name]?.trim());
  // What is wrong by itself is told already; the rest is looked at without it.
  const wrong = new Set([...issues.map((issue) => String(issue.path[0])), ...unread]);
  const given = variables.parse(
    Object.fromEntries(Object.entries(named).filter(([name]) => !wrong.has(name))),
  );
  const complete = completeOf(given);
  const isMisspelt = unknown.some(({ name }) => name.includes("DOKU_"));
  const problems = [
    ...files.problems,
    ...unknown.map(({ sentence }) => sentence),
    ...issues.map((issue) => issue.message),
    ...relationProblems(given, wrong),
    ...missingProblems(given, wrong).filter((sentence) => !isMisspelt || !sentence.startsWith("DOKU_")),
  ];
  if (!complete || problems.length > 0) return { ok: false, problems: [...new Set(problems)] };
  return { ok: true, env: toEnv(complete) };
}

type Source = Readonly<Record<string, string | undefined>>;
type Given = z.output<typeof variables>;

/** What was given, with all that has no default; null where something is missing. */
function completeOf(given: Given) {
  const { DATABASE_URL, NEXTAUTH_URL, NEXTAUTH_SECRET, DOKU_CLIENT_ID, DOKU_SECRET_KEY } = given;
  const baseUrl = given.DOKU_BASE_URL ?? dokuHost(given.DOKU_ENVIRONMENT);
  if (!DATABASE_URL || !NEXTAUTH_URL || !NEXTAUTH_SECRET || !DOKU_CLIENT_ID || !DOKU_SECRET_KEY || !baseUrl)
    return null;
  return { ...given, DATABASE_URL, NEXTAUTH_URL, NEXTAUTH_SECRET, DOKU_CLIENT_ID, DOKU_SECRET_KEY, baseUrl };
}

function toEnv(given: NonNullable<ReturnType<typeof completeOf>>): Env {
  const databaseUrl = withPlainSslMode(given.DATABASE_URL);
  const directUrl = withPlainSslMode(given.DATABASE_DIRECT_URL ?? given.DATABASE_URL);
  return {
    databaseUrl,
    databaseDirectUrl: directUrl,
    isDatabasePooled: directUrl !== databaseUrl,
    nextAuthUrl: new URL(given.NEXTAUTH_URL).origin,
    nextAuthSecret: given.NEXTAUTH_SECRET,
    trustedProxies: given.TRUSTED_PROXIES ?? 0,
    drainSeconds: given.MITRA_DRAIN_SECONDS ?? 0,
    keepDays: given.MITRA_KEEP_DAYS ?? null,
    stateFolder: given.MITRA_STATE_DIR ?? null,
    admin:
      given.ADMIN_EMAIL && given.ADMIN_PASSWORD
        ? { email: given.ADMIN_EMAIL, password: given.ADMIN_PASSWORD }
        : null,
    metrics: {
      token: given.METRICS_TOKEN ?? null,
      workerPort: given.METRICS_PORT === undefined ? null : Number(given.METRICS_PORT),
    },
    mail: mailOf(given),
    doku: {
      environment: given.DOKU_ENVIRONMENT,
      baseUrl: given.baseUrl,
      clientId: given.DOKU_CLIENT_ID,
      secretKey: given.DOKU_SECRET_KEY,
      requireSignedAnswers: given.DOKU_REQUIRE_SIGNED_ANSWERS === "true",
      replay: given.DOKU_REPLAY ?? (given.DOKU_ENVIRONMENT === "simulator" ? "proven" : "unproven"),
    },
  };
}

function mailOf({ SMTP_URL, MAIL_FROM, MITRA_WITHOUT_TLS }: Given): MailSettings | null {
  const from = MAIL_FROM ? readSender(MAIL_FROM) : null;
  return SMTP_URL && from ? { url: SMTP_URL, from, isClearTextAllowed: MITRA_WITHOUT_TLS === "true" } : null;
}

/** What has no default and was not given. What was given wrongly is not missing. */
function missingProblems(given: Given, wrong: ReadonlySet<string>): string[] {
  const required = {
    DATABASE_URL: " (npm start fills it in with the embedded database)",
    NEXTAUTH_URL: " (npm start derives it from HOSTNAME and PORT)",
    NEXTAUTH_SECRET: " (npm start generates one and keeps it)",
    DOKU_CLIENT_ID: whereFrom(given, wrong),
    DOKU_SECRET_KEY: whereFrom(given, wrong),
  } as const;
  const isAddressKnown = given.DOKU_BASE_URL ?? dokuHost(given.DOKU_ENVIRONMENT);
  const isAddressTold = wrong.has("DOKU_BASE_URL") || wrong.has("DOKU_ENVIRONMENT");
  return [
    ...keysOf(required)
      .filter((name) => !given[name] && !wrong.has(name))
      .map((name) => `${name} is missing${required[name]}`),
    ...(isAddressKnown || isAddressTold ? [] : [STAND_IN_MISSING]),
  ];
}

const STAND_IN_MISSING =
  "DOKU_BASE_URL is missing: the simulator needs the address of a stand-in. To send to DOKU set DOKU_ENVIRONMENT to sandbox or production";

function keysOf<T extends object>(record: T): (keyof T & string)[] {
  return Object.keys(record).filter((key): key is keyof T & string => key in record);
}

/** Nobody who gave one half of a credential, or chose DOKU, wants to hear of the simulator; nor who meant to choose it. */
function whereFrom(given: Given, wrong: ReadonlySet<string>): string {
  const isSimulator =
    !wrong.has("DOKU_ENVIRONMENT") &&
    given.DOKU_ENVIRONMENT === "simulator" &&
    !given.DOKU_CLIENT_ID &&
    !given.DOKU_SECRET_KEY;
  return isSimulator ? " (without credentials npm start uses the stand-in)" : "";
}

function dokuHost(environment: Env["doku"]["environment"]): string | undefined {
  return environment === "simulator" ? undefined : DOKU_HOSTS[environment];
}

function isSameHost(text: string | undefined, host: string): boolean {
  return text !== undefined && new URL(text).hostname === new URL(host).hostname;
}

/** What is wrong between variables that are each right on their own; those in `wrong` were given, and are told already. */
function relationProblems(given: Given, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (given.DOKU_ENVIRONMENT === "production" && given.DOKU_BASE_URL) {
    problems.push(
      "DOKU_BASE_URL is allowed only for simulator and sandbox, so that production data goes to DOKU alone",
    );
  }
  const isEnvironmentKnown = !wrong.has("DOKU_ENVIRONMENT");
  const [foreign] = Object.entries(DOKU_HOSTS).filter(
    ([environment, host]) => environment !== given.DOKU_ENVIRONMENT && isSameHost(given.DOKU_BASE_URL, host),
  );
  if (foreign && isEnvironmentKnown) {
    problems.push(
      `DOKU_BASE_URL is DOKU's address for ${foreign[0]}, but DOKU_ENVIRONMENT is ${given.DOKU_ENVIRONMENT}`,
    );
  }
  problems.push(...clearTextProblems(given, isEnvironmentKnown));
  if (given.ADMIN_EMAIL && !given.ADMIN_PASSWORD && !wrong.has("ADMIN_PASSWORD"))
    problems.push("ADMIN_PASSWORD is missing although ADMIN_EMAIL is set");
  if (given.ADMIN_PASSWORD && !given.ADMIN_EMAIL && !wrong.has("ADMIN_EMAIL"))
    problems.push("ADMIN_EMAIL is missing although ADMIN_PASSWORD is set");
  if (given.ADMIN_PASSWORD && given.ADMIN_PASSWORD.length < 12) {
    problems.push("ADMIN_PASSWORD must have at least 12 characters");
  }
  if (given.SMTP_URL && !given.MAIL_FROM && !wrong.has("MAIL_FROM"))
    problems.push(
      "MAIL_FROM is missing although SMTP_URL is set: emails need an address that they come from",
    );
  if (given.MAIL_FROM && !given.SMTP_URL && !wrong.has("SMTP_URL"))
    problems.push("SMTP_URL is missing although MAIL_FROM is set");
  return problems;
}

/**
 * Addresses at which somebody on the way could read what is sent. The simulator has made-up people alone, so that it may
 * be tried from other machines of a network, and its stand-in may be a container of its own.
 */
function clearTextProblems(given: Given, isEnvironmentKnown: boolean): string[] {
  const { DOKU_ENVIRONMENT: environment, DOKU_BASE_URL, NEXTAUTH_URL, MITRA_WITHOUT_TLS } = given;
  if (!isEnvironmentKnown) return [];
  const isSimulator = environment === "simulator";
  const problems: string[] = [];
  if (isClearText(NEXTAUTH_URL) && !isSimulator && MITRA_WITHOUT_TLS !== "true")
    problems.push(
      "NEXTAUTH_URL begins with http://, so passwords and merchants' data could be read on the way. Put a proxy that ends TLS in front and use https://, or set MITRA_WITHOUT_TLS=true where nobody else is in that network",
    );
  const isContainer = DOKU_BASE_URL !== undefined && !new URL(DOKU_BASE_URL).hostname.includes(".");
  if (isClearText(DOKU_BASE_URL) && !(isSimulator && isContainer))
    problems.push(
      "DOKU_BASE_URL begins with http://, so merchants' data and answers could be read and changed on the way. Use https://, or an address of this machine",
    );
  return problems;
}

function isClearText(address: string | undefined): boolean {
  if (address === undefined) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && !isLoopback(hostname);
}

/** The environment of this process, with the secrets that are given as files. */
export function readProcessEnv(): EnvReading {
  return readEnv(process.env, readSecretFiles(process.env));
}

let current: Env | undefined;

/** Settings that do not hold, a sentence each and without their values. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((line) => `- ${line}`).join("\n")}`);
    this.problems = problems;
  }
}

/** The environment of this process, read once. Throws a `SettingsError` with every problem if it does not hold. */
export function env(): Env {
  if (current) return current;
  const reading = readProcessEnv();
  if (!reading.ok) throw new SettingsError(reading.problems);
  current = reading.env;
  return current;
}

/** Whether this is a development build, where the content security policy must let the tools in. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** How much is logged: LOG_LEVEL, or info. Read apart from the rest, because the log must work before all else does. */
export function logLevel(): (typeof LOG_LEVELS)[number] {
  return LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? "info";
}
