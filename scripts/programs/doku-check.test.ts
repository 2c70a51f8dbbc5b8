import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";
import { DEFAULT_SWITCHES, type SwitchesChange } from "@/lib/stand-in/failures/switches";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { typescript } from "@/scripts/start/programs.mjs";

const CLIENT_ID = "BRN-CHECK";
const SECRET = "kunci-toko-percobaan-0001";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
});
beforeEach(() => {
  standIn.setSwitches(DEFAULT_SWITCHES);
});
afterAll(() => standIn.close());

async function check(settings: Record<string, string> = {}, args: string[] = []) {
  const env = {
    NODE_ENV: process.env.NODE_ENV,
    PATH: process.env.PATH,
    LOG_LEVEL: "silent",
    DATABASE_URL: "postgresql://127.0.0.1:9/none",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
    DOKU_BASE_URL: standIn.url,
    DOKU_CLIENT_ID: CLIENT_ID,
    DOKU_SECRET_KEY: SECRET,
    ...settings,
  };
  const program = spawn(process.execPath, typescript("scripts/programs/doku-check.ts", args), { env });
  const pieces: string[] = [];
  for (const stream of [program.stdout, program.stderr])
    stream.on("data", (piece) => pieces.push(String(piece)));
  const [code]: unknown[] = await once(program, "close");
  const said = pieces.join("");
  // Neither ours nor DOKU's, whatever came of it.
  for (const secret of [SECRET, "another-secret", ...Object.values(SECRETS_OF_ANSWERS)])
    expect(said).not.toContain(secret);
  expect(standIn.ledger.businesses()).toEqual([]);
  return { code, said };
}

const CASES: [string, SwitchesChange, Record<string, string>, number, RegExp[]][] = [
  [
    "a credential that is well",
    {},
    {},
    0,
    [
      /^DOKU accepts the Client-Id, the secret and the clock/m,
      /^Signed questions are accepted too/m,
      /^The clocks agree\.$/m,
    ],
  ],
  [
    "a wrong secret",
    {},
    { DOKU_SECRET_KEY: "another-secret" },
    1,
    [/^DOKU did not accept our signature\. Nothing was created\.$/m],
  ],
  ["another Client-Id", {}, { DOKU_CLIENT_ID: "BRN-2" }, 1, [/^DOKU does not know our Client-Id\./m]],
  [
    "a clock that is 20 seconds off",
    { clockOffSeconds: 20 },
    {},
    0,
    [/^DOKU's clock is (19|20|21) seconds ahead of this server's\.$/m],
  ],
  [
    "a clock that is more than an hour off",
    { clockOffSeconds: -4_000 },
    {},
    1,
    [/^Our clock differs too much/m, /^DOKU's clock is (3,999|4,000|4,001) seconds behind/m],
  ],
  [
    "an account that has neither call",
    { withheld: { calls: ["token", "requirements"], status: 403 } },
    {},
    1,
    [/^This account has no Generate Token/m, /^The first real registration will tell/m],
  ],
  ["nobody there", {}, { DOKU_BASE_URL: "http://127.0.0.1:9" }, 1, [/^The test got no answer\./m]],
  [
    "a wrong setting",
    {},
    { DOKU_BASE_URL: "nowhere" },
    2,
    [/^Nothing was asked\./m, /- DOKU_BASE_URL must be/],
  ],
];

test.each(CASES)(
  "of %s it says so in a sentence each, and ends with it",
  async (_, switches, settings, code, words) => {
    standIn.setSwitches(switches);
    const ended = await check(settings);
    for (const pattern of words) expect(ended.said).toMatch(pattern);
    expect(ended.code).toBe(code);
  },
);

test("signs the query where it is told to, and says how it is called", async () => {
  standIn.setSwitches({ signedTarget: "path_and_query" });
  expect((await check()).said).toContain("only with the other setting");
  expect((await check({}, ["--signs-query"])).said).toContain("Signed questions are accepted too");
  expect(await check({}, ["--help"])).toMatchObject({ code: 2, said: expect.stringContaining("Usage:") });
});
