import * as z from "zod";

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

const port = (name: string) =>
  optionalText.refine((text) => text === undefined || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535), {
    error: `${name} must be a whole number from 0 to 65535`,
  });

const DATABASE_PROTOCOLS = ["postgresql:", "postgres:"];
const WEB_PROTOCOLS = ["http:", "https:"];

const variables = z.object({
  DATABASE_URL: addressText("DATABASE_URL", DATABASE_PROTOCOLS),
  DATABASE_DIRECT_URL: addressText("DATABASE_DIRECT_URL", DATABASE_PROTOCOLS),
  NEXTAUTH_URL: addressText("NEXTAUTH_URL", WEB_PROTOCOLS),
  NEXTAUTH_SECRET: optionalText.refine((text) => text === undefined || text.length >= 32, {
    error: "NEXTAUTH_SECRET must have at least 32 characters",
  }),
  PORT: port("PORT"),
  METRICS_TOKEN: optionalText.refine((text) => text === undefined || text.length >= 16, {
    error: "METRICS_TOKEN must have at least 16 characters",
  }),
  METRICS_PORT: port("METRICS_PORT"),
  ADMIN_EMAIL: optionalText.refine((text) => text === undefined || z.email().safeParse(text).success, {
    error: "ADMIN_EMAIL must be an email address",
  }),
  ADMIN_PASSWORD: z
    .string()
    .optional()
    .transform((text) => (text ? text : undefined)),
  DOKU_ENVIRONMENT: optionalText.pipe(
    z
      .enum(["simulator", "sandbox", "production"], {
        error: "DOKU_ENVIRONMENT must be simulator, sandbox or production",
      })
      .default("simulator"),
  ),
  DOKU_BASE_URL: addressText("DOKU_BASE_URL", WEB_PROTOCOLS),
  DOKU_CLIENT_ID: optionalText.refine((text) => text === undefined || /^[\x21-\x7e]{1,128}$/.test(text), {
    error: "DOKU_CLIENT_ID must be 1 to 128 printable characters without spaces",
  }),
  DOKU_SECRET_KEY: optionalText,
  DOKU_REQUIRE_SIGNED_ANSWERS: flag("DOKU_REQUIRE_SIGNED_ANSWERS"),
  DOKU_REPLAY: optionalText.pipe(
    z.enum(["proven", "unproven"], { error: "DOKU_REPLAY must be proven or unproven" }).optional(),
  ),
});

export type Env = {
  databaseUrl: string;
  /** For LISTEN, advisory locks and the worker, where databaseUrl goes through a transaction pooler. */
  databaseDirectUrl: string;
  /** Whether databaseUrl goes through one. */
  isDatabasePooled: boolean;
  nextAuthUrl: string;
  nextAuthSecret: string;
  admin: { email: string; password: string } | null;
  metrics: {
    /** What a scraper of the web server must show; null closes that door. */
    token: string | null;
    /** Where a worker answers scrapes on the loopback; null opens no port. */
    workerPort: number | null;
  };
  doku: {
    environment: "simulator" | "sandbox" | "production";
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
export function readEnv(source: Readonly<Record<string, string | undefined>>): EnvReading {
  const parsed = variables.safeParse(source);
  if (!parsed.success)
    return { ok: false, problems: [...new Set(parsed.error.issues.map((issue) => issue.message))] };
  const given = parsed.data;
  const problems = relationProblems(given);
  const { DATABASE_URL, NEXTAUTH_URL, NEXTAUTH_SECRET, DOKU_CLIENT_ID, DOKU_SECRET_KEY } = given;
  const baseUrl = given.DOKU_BASE_URL ?? dokuHost(given.DOKU_ENVIRONMENT);
  if (!DATABASE_URL)
    problems.push("DATABASE_URL is missing (npm start fills it in with the embedded database)");
  if (!NEXTAUTH_URL) problems.push("NEXTAUTH_URL is missing (npm start derives it from HOSTNAME and PORT)");
  if (!NEXTAUTH_SECRET) problems.push("NEXTAUTH_SECRET is missing (npm start generates one and keeps it)");
  if (!DOKU_CLIENT_ID)
    problems.push("DOKU_CLIENT_ID is missing (without credentials npm start uses the simulator)");
  if (!DOKU_SECRET_KEY)
    problems.push("DOKU_SECRET_KEY is missing (without credentials npm start uses the simulator)");
  if (!baseUrl) problems.push("DOKU_BASE_URL is missing: the simulator needs the address of a stand-in");
  if (
    problems.length > 0 ||
    !DATABASE_URL ||
    !NEXTAUTH_URL ||
    !NEXTAUTH_SECRET ||
    !DOKU_CLIENT_ID ||
    !DOKU_SECRET_KEY ||
    !baseUrl
  ) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    env: {
      databaseUrl: DATABASE_URL,
      databaseDirectUrl: given.DATABASE_DIRECT_URL ?? DATABASE_URL,
      isDatabasePooled: (given.DATABASE_DIRECT_URL ?? DATABASE_URL) !== DATABASE_URL,
      nextAuthUrl: NEXTAUTH_URL,
      nextAuthSecret: NEXTAUTH_SECRET,
      admin:
        given.ADMIN_EMAIL && given.ADMIN_PASSWORD
          ? { email: given.ADMIN_EMAIL, password: given.ADMIN_PASSWORD }
          : null,
      metrics: {
        token: given.METRICS_TOKEN ?? null,
        workerPort: given.METRICS_PORT === undefined ? null : Number(given.METRICS_PORT),
      },
      doku: {
        environment: given.DOKU_ENVIRONMENT,
        baseUrl,
        clientId: DOKU_CLIENT_ID,
        secretKey: DOKU_SECRET_KEY,
        requireSignedAnswers: given.DOKU_REQUIRE_SIGNED_ANSWERS === "true",
        replay: given.DOKU_REPLAY ?? (given.DOKU_ENVIRONMENT === "simulator" ? "proven" : "unproven"),
      },
    },
  };
}

function dokuHost(environment: Env["doku"]["environment"]): string | undefined {
  return environment === "simulator" ? undefined : DOKU_HOSTS[environment];
}

function isSameHost(text: string | undefined, host: string): boolean {
  return text !== undefined && new URL(text).hostname === new URL(host).hostname;
}

/** What is wrong between variables that are each right on their own. */
function relationProblems(given: z.output<typeof variables>): string[] {
  const problems: string[] = [];
  if (given.DOKU_ENVIRONMENT === "production" && given.DOKU_BASE_URL) {
    problems.push(
      "DOKU_BASE_URL is allowed only for simulator and sandbox, so that production data goes to DOKU alone",
    );
  }
  const [foreign] = Object.entries(DOKU_HOSTS).filter(
    ([environment, host]) => environment !== given.DOKU_ENVIRONMENT && isSameHost(given.DOKU_BASE_URL, host),
  );
  if (foreign) {
    problems.push(
      `DOKU_BASE_URL is DOKU's address for ${foreign[0]}, but DOKU_ENVIRONMENT is ${given.DOKU_ENVIRONMENT}`,
    );
  }
  if (given.ADMIN_EMAIL && !given.ADMIN_PASSWORD)
    problems.push("ADMIN_PASSWORD is missing although ADMIN_EMAIL is set");
  if (given.ADMIN_PASSWORD && !given.ADMIN_EMAIL)
    problems.push("ADMIN_EMAIL is missing although ADMIN_PASSWORD is set");
  if (given.ADMIN_PASSWORD && given.ADMIN_PASSWORD.length < 12) {
    problems.push("ADMIN_PASSWORD must have at least 12 characters");
  }
  return problems;
}

let current: Env | undefined;

/** The environment of this process, read once. Throws with every problem listed if it does not hold. */
export function env(): Env {
  if (current) return current;
  const reading = readEnv(process.env);
  if (!reading.ok)
    throw new Error(
      `The environment is not complete:\n${reading.problems.map((line) => `- ${line}`).join("\n")}`,
    );
  current = reading.env;
  return current;
}

/** Whether this is a development build, where the content security policy must let the tools in. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** How much is logged: LOG_LEVEL, or info. Read apart from the rest, because the log must work before all else does. */
export function logLevel(): (typeof LOG_LEVELS)[number] {
  return LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? "info";
}
