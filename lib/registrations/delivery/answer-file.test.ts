import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { type Answer, createAnswerFile, readAnswerFiles } from "@/lib/registrations/delivery/answer-file";

const SEALED_WITH = "a secret of the deployment, thirty-two characters at least";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mitra-answers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function makeAnswer(): Answer {
  const claim = {
    registrationId: randomUUID(),
    attemptId: randomUUID(),
    attemptNumber: 1,
    holder: randomUUID(),
    epoch: 1,
    environment: "simulator" as const,
    credentialId: randomUUID(),
    partnerRefId: randomUUID(),
    requestId: randomUUID(),
    sentAt: null,
  };
  return { claim, ending: makeEnding("accepted", { business: { id: `BSN-${randomUUID()}`, brandIds: [] } }) };
}

/** Writes the first answer down, and then all of them: what a process does while the database is away. */
const PROGRAM = `
  const { createAnswerFile } = require("./lib/registrations/delivery/answer-file.ts");
  const { keepInHand, useAnswerFile, writeDown } = require("./lib/registrations/delivery/answers-in-hand.ts");
  const { answers, folder, secret } = JSON.parse(process.env.IN_HAND);
  useAnswerFile(createAnswerFile(folder, secret));
  keepInHand(answers[0]);
  writeDown();
  for (const answer of answers) keepInHand(answer);
  writeDown();`;

test("F52: on a disk that fills, the file from before stays whole, and what does not fit stands in the log", () => {
  const answers = Array.from({ length: 64 }, makeAnswer);
  const node = [process.execPath, "--conditions=react-server", "--import", "tsx", "-e", PROGRAM];
  // A file may have eight blocks: what goes beyond is written in part, as on a disk that has room for a part.
  const { status, stdout } = spawnSync("sh", ["-c", 'ulimit -f 8; exec "$@"', "sh", ...node], {
    env: {
      ...process.env,
      IN_HAND: JSON.stringify({ answers, folder, secret: SEALED_WITH }),
      LOG_LEVEL: "error",
      TSX_DISABLE_CACHE: "1",
    },
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(status).toBe(0);
  const files = readAnswerFiles(folder, SEALED_WITH);
  expect(files.map((file) => file.answers?.map(({ claim }) => claim.attemptId))).toEqual([
    [answers[0]?.claim.attemptId],
  ]);
  expect(readdirSync(folder)).toHaveLength(1);
  for (const { ending } of answers) expect(stdout).toContain(ending.business?.id);
});

test("F52: the name of a file is on the disk, too, before its answers count as written down", () => {
  const synced: string[][] = [];
  const file = createAnswerFile(folder, SEALED_WITH, (path) => synced.push(readdirSync(path)));
  file.write([makeAnswer()]);
  const names = readdirSync(folder);
  expect(names).toEqual([expect.stringMatching(/\.sealed$/)]);
  expect(synced).toEqual([names]);
});
