import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { type AttemptEnding, OUTCOMES, REASONS } from "@/lib/doku/outcome";
import type { EndedClaim } from "@/lib/registrations/delivery/claim";

/** How a call ended, while that is not in the database yet. */
export type Answer = { claim: EndedClaim; ending: AttemptEnding };

const PREFIX = "answers-";
const ENDING = ".sealed";
const MAGIC = Buffer.from("mitra answers 1\n");
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type AnswerFile = {
  write: (answers: readonly Answer[]) => void;
  remove: () => void;
};

/**
 * The file of this process in `folder`, which is made when it is needed. Sealed with a key made of `secret`; only its
 * owner may read it. What was written stays where the machine loses its power: `syncNames` brings the names in a folder
 * to the disk.
 */
export function createAnswerFile(folder: string, secret: string, syncNames = syncFolder): AnswerFile {
  const path = join(folder, `${PREFIX}${randomUUID()}${ENDING}`);
  return {
    write(answers) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const half = `${path}.half`;
      try {
        writeThrough(half, seal(JSON.stringify(answers, withoutBody), secret));
        renameSync(half, path);
        syncNames(folder);
      } catch (error) {
        rmSync(half, { force: true });
        throw error;
      }
    },
    remove: () => removeAnswerFile(path),
  };
}

/** Whole and on the disk, or it throws: one write may take a part only, on a disk that fills. */
function writeThrough(path: string, bytes: Buffer): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** What processes that ended left behind in `folder`, file by file. */
export function readAnswerFiles(
  folder: string,
  secret: string,
): { path: string; answers: Answer[] | null }[] {
  return namesIn(folder)
    .filter((name) => name.startsWith(PREFIX) && name.endsWith(ENDING))
    .map((name) => join(folder, name))
    .map((path) => ({ path, answers: readAnswers(path, secret) }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever written here, or this is no folder, which is told when something is to be written.
    return [];
  }
}

export function removeAnswerFile(path: string): void {
  rmSync(path, { force: true });
}

/** The body stands in the database, and is not needed here. */
function withoutBody(key: string, value: unknown): unknown {
  return key === "bodyText" ? undefined : value;
}

/** Null for a file that was cut, forged, or sealed with another secret. */
function readAnswers(path: string, secret: string): Answer[] | null {
  try {
    return answersSchema.parse(JSON.parse(unseal(readFileSync(path), secret)));
  } catch {
    return null;
  }
}

function seal(text: string, secret: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), nonce).setAAD(MAGIC);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([MAGIC, nonce, cipher.getAuthTag(), sealed]);
}

function unseal(bytes: Buffer, secret: string): string {
  const parts = bytes.subarray(MAGIC.length);
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), parts.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(bytes.subarray(0, MAGIC.length))
    .setAuthTag(parts.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([
    decipher.update(parts.subarray(NONCE_BYTES + TAG_BYTES)),
    decipher.final(),
  ]).toString();
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", MAGIC, 32));
}

/** Only what this product sealed is read, so that its shape is looked at no closer than another version of it asks for. */
const answersSchema = z.array(
  z.object({
    claim: z.pipe(
      z.looseObject({
        registrationId: z.uuid(),
        attemptId: z.uuid(),
        requestId: z.string(),
        epoch: z.number(),
        sentAt: z.nullable(z.string()),
      }),
      z.transform((claim) => ({ ...claim, sentAt: claim.sentAt && new Date(claim.sentAt) }) as EndedClaim),
    ),
    ending: z.pipe(
      z.looseObject({ outcome: z.enum(OUTCOMES), reason: z.enum(REASONS), latencyMs: z.number() }),
      z.transform((ending) => ending as AttemptEnding),
    ),
  }),
);
