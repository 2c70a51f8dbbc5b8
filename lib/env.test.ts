import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { readSecretFiles } from "@/scripts/settings/secret-files.mjs";

const COMPLETE = {
  DATABASE_URL: "postgresql://127.0.0.1/mitra",
  NEXTAUTH_URL: "https://mitra.example",
  NEXTAUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  DOKU_CLIENT_ID: "BRN-0001",
  DOKU_SECRET_KEY: "test-secret",
};

describe("F45: sandbox and production mixed", () => {
  test.each([
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://api.doku.com" },
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://API.doku.com:443/v1" },
    { DOKU_ENVIRONMENT: "simulator", DOKU_BASE_URL: "https://api.doku.com" },
    { DOKU_ENVIRONMENT: "simulator", DOKU_BASE_URL: "https://api-uat.doku.com" },
    { DOKU_ENVIRONMENT: "production", DOKU_BASE_URL: "https://api-uat.doku.com" },
  ])("stops the start: $DOKU_ENVIRONMENT at $DOKU_BASE_URL", (given) => {
    const reading = readEnv({ ...COMPLETE, ...given });
    expect(reading).toMatchObject({ ok: false });
    expect(JSON.stringify(reading)).toContain("DOKU_BASE_URL");
  });

  test.each([
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://api-uat.doku.com" },
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://doku.test.example" },
    { DOKU_ENVIRONMENT: "simulator", DOKU_BASE_URL: "http://127.0.0.1:9" },
    { DOKU_ENVIRONMENT: "production" },
  ])("is not what $DOKU_ENVIRONMENT with $DOKU_BASE_URL is", (given) => {
    expect(readEnv({ ...COMPLETE, ...given })).toMatchObject({ ok: true });
  });
});

describe("clear text", () => {
  const CLOSED = { MITRA_WITHOUT_TLS: "true" };
  test.each<[Record<string, string>, string | null]>([
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://mitra.example" }, "NEXTAUTH_URL"],
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://192.168.1.5:3000" }, "NEXTAUTH_URL"],
    [{ DOKU_ENVIRONMENT: "sandbox", NEXTAUTH_URL: "http://mitra.example" }, "NEXTAUTH_URL"],
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://mitra.example", ...CLOSED }, null],
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://localhost:3000" }, null],
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://[::1]:3000" }, null],
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://localhost.jahat.example" }, "NEXTAUTH_URL"],
    [{ DOKU_ENVIRONMENT: "production", NEXTAUTH_URL: "http://127.0.0.1.jahat.example" }, "NEXTAUTH_URL"],
    [{ NEXTAUTH_URL: "http://192.168.1.5:3000", DOKU_BASE_URL: "http://127.0.0.1:9" }, null],
    [{ DOKU_BASE_URL: "http://stand-in:4000" }, null],
    [{ DOKU_BASE_URL: "http://169.254.169.254" }, "DOKU_BASE_URL"],
    [{ DOKU_BASE_URL: "http://doku.example" }, "DOKU_BASE_URL"],
    [{ DOKU_BASE_URL: "http://doku.example", ...CLOSED }, "DOKU_BASE_URL"],
    [{ DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "http://api-uat.doku.com" }, "DOKU_BASE_URL"],
    [{ DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "http://stand-in:4000" }, "DOKU_BASE_URL"],
    [{ DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "http://127.0.0.1:4399" }, null],
    [{ DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://doku.test.example" }, null],
  ])("%j is told of %s", (given, told) => {
    const reading = readEnv({ ...COMPLETE, ...given });
    const problems = reading.ok ? [] : reading.problems;
    expect(problems.map((sentence) => sentence.split(" ")[0])).toEqual(told === null ? [] : [told]);
  });
});

const problemsOf = (given: Readonly<Record<string, string | undefined>>) => {
  const reading = readEnv(
    { ...COMPLETE, DOKU_BASE_URL: "http://127.0.0.1:9", ...given },
    readSecretFiles(given),
  );
  return reading.ok ? [] : reading.problems;
};

describe("what is wrong", () => {
  test.each(['"SK-1"', "'SK-1'", "`SK-1`", "“SK-1”", ' "SK-1" '])(
    "is a credential in quotation marks: %s",
    (quoted) => {
      const sentence = (name: string) =>
        `${name} stands in quotation marks, and they are kept as a part of it. Take them away`;
      expect(problemsOf({ DOKU_SECRET_KEY: quoted })).toEqual([sentence("DOKU_SECRET_KEY")]);
      expect(problemsOf({ DOKU_CLIENT_ID: quoted })).toContain(sentence("DOKU_CLIENT_ID"));
      expect(problemsOf({ DOKU_SECRET_KEY: `SK"1'` })).toEqual([]);
    },
  );

  test("is told all at once: formats, what is missing, and what does not go together", () => {
    const given = {
      DOKU_ENVIRONMENT: "sandbox",
      DOKU_CLIENT_ID: "",
      DOKU_SECRET_KEY: "",
      ADMIN_EMAIL: "admin@mitra.example",
      ADMIN_PASSWORD: "short",
      NEXTAUTH_URL: "mitra.example",
      LOG_LEVEL: "loud",
    };
    expect(problemsOf(given)).toEqual([
      "NEXTAUTH_URL must be an address that starts with http:// or https://",
      "LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent",
      "ADMIN_PASSWORD must have at least 12 characters",
      "DOKU_CLIENT_ID is missing",
      "DOKU_SECRET_KEY is missing",
    ]);
  });

  test.each([
    { given: { ADMIN_EMAIL: "admin", ADMIN_PASSWORD: "a long password" }, only: "ADMIN_EMAIL must be" },
    { given: { NEXTAUTH_SECRET: "short" }, only: "NEXTAUTH_SECRET must have" },
    { given: { DOKU_ENVIRONMENT: "live" }, only: "DOKU_ENVIRONMENT must be" },
    { given: { DOKU_BASE_URL: "doku.example" }, only: "DOKU_BASE_URL must be" },
    ...["a:b@127.0.0.1:9", "127.0.0.1:9/?env=uat", "127.0.0.1:9/#doku", "127.0.0.1:9?"].map((rest) => ({
      given: { DOKU_BASE_URL: `http://${rest}` },
      only: "DOKU_BASE_URL must have no user, password, ? or # in it: a path alone may stand behind the host",
    })),
    ...["/mitra", "/mitra/", "/mitra/api/auth", "/?x=1", "/#x", "?"].map((rest) => ({
      given: { NEXTAUTH_URL: `https://mitra.example${rest}` },
      only: "NEXTAUTH_URL must end behind the name and the port",
    })),
    { given: { NEXTAUTH_URL: "https://a:b@mitra.example" }, only: "NEXTAUTH_URL must end behind" },
    { given: { TRUSTED_PROXIES: "-1" }, only: "TRUSTED_PROXIES must be a whole number from 0 to 10" },
    { given: { TRUSTED_PROXIES: "10.0.0.0/8" }, only: "TRUSTED_PROXIES must be" },
    {
      given: { MITRA_STATE_DIR: "state" },
      only: "MITRA_STATE_DIR must be the whole path of a folder, beginning with /",
    },
    {
      given: { MITRA_DRAIN_SECONDS: "600" },
      only: "MITRA_DRAIN_SECONDS must be a whole number from 0 to 25",
    },
    ...["0", "29", "-30", "30.5", "90 days", "3 months", "1e3", "100000"].map((text) => ({
      given: { MITRA_KEEP_DAYS: text },
      only: "MITRA_KEEP_DAYS must be a whole number of days, 30 or more; leave it out to keep everything",
    })),
  ])("is told once, and not as missing too: $only", ({ given, only }) => {
    expect(problemsOf(given)).toEqual([expect.stringContaining(only)]);
  });
});

test.each([
  ["https://mitra.example", "https://mitra.example"],
  ["https://mitra.example/", "https://mitra.example"],
  [" https://Mitra.Example:443/ ", "https://mitra.example"],
  ["http://[::1]:3000", "http://[::1]:3000"],
  ["https://mitra.example/api/auth", "https://mitra.example"],
])("links begin with %o as %s", (text, nextAuthUrl) => {
  const given = { ...COMPLETE, DOKU_BASE_URL: "http://127.0.0.1:9/doku/", NEXTAUTH_URL: text };
  expect(readEnv(given)).toMatchObject({ ok: true, env: { nextAuthUrl } });
});

test.each([
  [undefined, null],
  ["", null],
  [" ", null],
  ["30", 30],
  [" 365 ", 365],
  ["0090", 90],
  ["99999", 99_999],
])("what ended is kept for so many days: %o", (text, keepDays) => {
  const reading = readEnv({ ...COMPLETE, DOKU_BASE_URL: "http://127.0.0.1:9", MITRA_KEEP_DAYS: text });
  expect(reading).toMatchObject({ ok: true, env: { keepDays } });
});

describe("a name that is no setting", () => {
  test.each([
    ["DOKU_ENVIROMENT", "DOKU_ENVIROMENT is not a setting of Mitra. Did you mean DOKU_ENVIRONMENT?"],
    ["DOKU_CLIENTID", "DOKU_CLIENTID is not a setting of Mitra. Did you mean DOKU_CLIENT_ID?"],
    [
      "DOKU_SECRET_KEY_FIL",
      "DOKU_SECRET_KEY_FIL is not a setting of Mitra. Did you mean DOKU_SECRET_KEY_FILE?",
    ],
    ["\uFEFFDOKU_REPLAI", "DOKU_REPLAI is not a setting of Mitra. Did you mean DOKU_REPLAY?"],
    ["\uFEFFDOKU_ENVIRONMENT", "DOKU_ENVIRONMENT has a byte order mark in front: save its file without one"],
    ["MITRA_DATADIR", "MITRA_DATADIR is not a setting of Mitra. Did you mean MITRA_DATA_DIR?"],
    ["MITRA_COLOUR_OF_THE_SKY", "MITRA_COLOUR_OF_THE_SKY is not a setting of Mitra."],
  ])("%s is told, with the nearest that is one", (name, sentence) => {
    expect(problemsOf({ [name]: "sandbox" })).toEqual([sentence]);
  });

  test("of an environment that is misspelt tells nobody of the stand-in", () => {
    const given = { DOKU_CLIENT_ID: "", DOKU_SECRET_KEY: "", DOKU_ENVIRONMENT: "Sandbox" };
    expect(problemsOf(given)).toEqual([
      "DOKU_ENVIRONMENT must be simulator, sandbox or production",
      "DOKU_CLIENT_ID is missing",
      "DOKU_SECRET_KEY is missing",
    ]);
  });

  test("explains what seems to be missing, which is then not told", () => {
    const given = { DOKU_CLIENT_ID: "", DOKU_BASE_URL: "", DOKU_ENVIROMENT: "sandbox" };
    expect(problemsOf(given)).toEqual([expect.stringContaining("Did you mean DOKU_ENVIRONMENT?")]);
  });

  test.each([
    "MITRA_SERVICE_HOST",
    "MITRA_DB_SERVICE_PORT_HTTP",
    "MITRA_PORT_80_TCP_ADDR",
    "MITRA_PORT",
    "MITRA_URL",
  ])("may come from Kubernetes or from our own programs: %s", (name) =>
    expect(problemsOf({ [name]: "tcp://10.0.0.1:80" })).toEqual([]),
  );
});

describe("a secret that nobody could type or show as it stands is told", () => {
  test.each([
    [{ ADMIN_PASSWORD: '"kata sandi yang panjang"' }, "ADMIN_PASSWORD stands in quotation marks"],
    [{ ADMIN_PASSWORD: "kata sandi yang panjang\r" }, "ADMIN_PASSWORD has a line break"],
    [{ METRICS_TOKEN: "'0123456789abcdef'" }, "METRICS_TOKEN stands in quotation marks"],
    [{ METRICS_TOKEN: "0123456789\nabcdef" }, "METRICS_TOKEN has a line break"],
    [{ DOKU_SECRET_KEY: "SK-1\r\nSK-2" }, "DOKU_SECRET_KEY has a line break"],
  ])("%j", (given, sentence) => {
    const admin = { ADMIN_EMAIL: "rina@mitra.example" };
    expect(problemsOf({ ...("ADMIN_PASSWORD" in given ? admin : {}), ...given })).toEqual([
      expect.stringContaining(sentence),
    ]);
  });
});

test.each(["smtp://mitra:100%@mail.example", "smtp://mitra:%ff@mail.example", "smtp://a%:41@mail.example"])(
  "a mail server whose user or password cannot be read stops the start: %s",
  (url) =>
    expect(problemsOf({ SMTP_URL: url, MAIL_FROM: "rina@mitra.example" })).toEqual([
      expect.stringContaining("% as %25"),
    ]),
);

describe("a secret in a file", () => {
  let folder: string;
  const fileOf = (name: string) => path.join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mitra-secrets-"));
    writeFileSync(fileOf("secret"), "a secret \n with a line in it\r\n");
    writeFileSync(fileOf("empty"), "\n");
    writeFileSync(fileOf("blank"), " \t\n");
    writeFileSync(fileOf("marked"), "\uFEFFkata sandi yang panjang\r\n");
    writeFileSync(fileOf("utf-16"), Buffer.from("\uFEFFa secret\r\n", "utf16le"));
    writeFileSync(fileOf("zeros"), Buffer.from("a secret\r\n", "utf16le"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is read without the end of its last line", () => {
    expect(readSecretFiles({ DOKU_SECRET_KEY_FILE: fileOf("secret") })).toEqual({
      values: { DOKU_SECRET_KEY: "a secret \n with a line in it" },
      problems: [],
    });
  });

  test("is read without the mark that editors of Windows put in front", () => {
    expect(readSecretFiles({ ADMIN_PASSWORD_FILE: fileOf("marked") }).values).toEqual({
      ADMIN_PASSWORD: "kata sandi yang panjang",
    });
  });

  test.each([
    ["empty", "METRICS_TOKEN_FILE names a file that is empty"],
    ["blank", "METRICS_TOKEN_FILE names a file that is empty"],
    ["utf-16", "METRICS_TOKEN_FILE names a file that is not text in UTF-8: save it so"],
    ["zeros", "METRICS_TOKEN_FILE names a file that is not text in UTF-8: save it so"],
    ["nowhere", "METRICS_TOKEN_FILE names a file that is not there"],
    [".", "METRICS_TOKEN_FILE names a file that is a folder"],
  ])("that cannot be read is told: %s", (name, sentence) => {
    expect(readSecretFiles({ METRICS_TOKEN_FILE: fileOf(name) })).toEqual({
      values: {},
      problems: [sentence],
    });
  });

  test("beside the secret itself is told, since nobody knows which one counts", () => {
    const given = { DOKU_SECRET_KEY: "one", DOKU_SECRET_KEY_FILE: fileOf("secret") };
    expect(readSecretFiles(given).problems).toEqual([
      "DOKU_SECRET_KEY and DOKU_SECRET_KEY_FILE are both set: keep one of them",
    ]);
  });

  test("that cannot be read is told with all else, and its secret is not called missing", () => {
    const given = {
      NEXTAUTH_SECRET: "",
      NEXTAUTH_SECRET_FILE: fileOf("nowhere"),
      LOG_LEVEL: "loud",
    };
    expect(problemsOf(given)).toEqual([
      "NEXTAUTH_SECRET_FILE names a file that is not there",
      expect.stringContaining("LOG_LEVEL must be"),
    ]);
  });
});
