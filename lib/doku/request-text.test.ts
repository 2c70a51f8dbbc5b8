import { execFile, execFileSync, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startStandIn } from "@/lib/stand-in/server";
import { curlCommand, maskBody, quoteForShell, signatureCommand, stringToSignFor } from "./request-text";
import { sign } from "./signature";
import vectors from "./vectors.json";
import { BUSINESS_LITE_PATH, buildBusinessLiteBody } from "./wire";

const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = `it's a "secret" $HOME \`id\` é`;

const merchant = {
  partnerRefId: "MTR-0001",
  businessName: `Kopi Senja 'Baru' "$(id)" \\n 100% !! é 咖啡`,
  representativeName: "Budi Santoso",
  representativeEmail: "budi@kopisenja.example",
  phoneCallingCode: "62",
  phoneNumber: "81510229216",
  invitedUserEmail: "undangan@kopisenja.example",
  referralCode: null,
};

describe("the call as a command", () => {
  test("is accepted by the stand-in when it is pasted into a shell, byte for byte what we sign", async () => {
    const standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
    try {
      const bodyText = buildBusinessLiteBody(merchant);
      const command = curlCommand({
        clientId: CLIENT_ID,
        requestId: "fdb69f47-96da-499d-acec-7cdc318ab2fe",
        baseUrl: standIn.url,
        target: BUSINESS_LITE_PATH,
        bodyText,
      });
      const answer = await runInShell(command);
      expect(answer).toMatch(/^HTTP\/1\.1 20\d/);
      expect(answer).toContain('"partner_ref_id":"MTR-0001"');
      expect(standIn.ledger.businesses().map(({ body }) => body)).toEqual([bodyText]);
    } finally {
      await standIn.close();
    }
  });

  test("goes to the host of the call, whatever its path begins with", () => {
    const parts = {
      clientId: CLIENT_ID,
      requestId: "1",
      bodyText: "{}",
      baseUrl: "https://doku.example//uat",
    };
    expect(curlCommand({ ...parts, target: `//uat${BUSINESS_LITE_PATH}` })).toContain(
      `'https://doku.example//uat${BUSINESS_LITE_PATH}'`,
    );
  });

  test("prints the very signature that was sent", () => {
    for (const vector of vectors.vectors.filter(
      ({ expect, kind }) => expect === "valid" && kind === "request",
    )) {
      const printed = spawnSync("sh", ["-c", signatureCommand(vector.string_to_sign)], {
        env: { ...process.env, SECRET: vector.secret },
        encoding: "utf8",
      });
      expect(printed.stdout).toBe(vector.signature);
    }
  });
});

/** Not synchronously: the stand-in answers from this very process. */
async function runInShell(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)("sh", ["-c", command], { env: { ...process.env, SECRET } });
  return stdout;
}

test("whatever is quoted is one word to the shell", () => {
  const texts = fc.sample(
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    200,
  );
  const script = texts.map((text) => `printf '%s\\0' ${quoteForShell(text)}`).join("\n");
  const read = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  expect(read).toEqual(texts);
});

test("the string to sign is the one that was signed", () => {
  const parts = {
    clientId: CLIENT_ID,
    requestId: "r-1",
    baseUrl: "http://doku.example",
    target: "/a",
    bodyText: "{}",
  };
  const text = stringToSignFor(parts, "2026-11-12T07:05:09Z");
  expect(text.split("\n").slice(0, 4)).toEqual([
    `Client-Id:${CLIENT_ID}`,
    "Request-Id:r-1",
    "Request-Timestamp:2026-11-12T07:05:09Z",
    "Request-Target:/a",
  ]);
  const message = {
    clientId: CLIENT_ID,
    requestId: "r-1",
    timestampHeader: "Request-Timestamp" as const,
    timestamp: "2026-11-12T07:05:09Z",
    target: "/a",
    body: "{}",
  };
  expect(sign({ message, secretKey: SECRET })).toMatch(/^HMACSHA256=/);
});

test("a masked body shows no address, no number and no name of a person", () => {
  const masked = maskBody(buildBusinessLiteBody(merchant));
  for (const secret of ["budi@", "undangan@", "81510229216", "Santoso"]) expect(masked).not.toContain(secret);
  expect(masked).toContain("MTR-0001");
  expect(() => JSON.parse(masked)).not.toThrow();
});
