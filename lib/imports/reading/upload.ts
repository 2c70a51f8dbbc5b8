import { randomUUID } from "node:crypto";
import pg, { type ClientBase } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { type CurrentCredential, requireCurrentCredential } from "@/lib/credentials/gate/current";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { READ_IMPORT } from "@/lib/imports/queue";
import { PART_BYTES } from "@/lib/imports/reading/parts";
import { UPLOAD_MAX_BYTES } from "@/lib/imports/upload-limits";
import { beginWithin, SESSION_LIMITS } from "@/lib/session-limits";
import { cleanLine } from "@/lib/text/characters";

const FILE_NAME_LIMIT = 255;
/** Who sends nothing for a minute is given up. */
const LIMITS = { ...SESSION_LIMITS, idleInTransactionMs: 60_000 };
const DATABASE_SILENCE_MS = 20_000;

export type UploadedFile = {
  /** As the person's machine calls it; "" for pasted rows. */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** How many bytes are said to come; null where nothing is said. */
  announcedBytes: number | null;
};

export type UploadResult = { kind: "received"; id: string } | { kind: "too_large" } | { kind: "empty" };

/**
 * Takes a file in and has a worker read it: the file in pieces, the batch, the audit entry and the queue's job are
 * there together or not at all. One or two pieces are in memory. What the file holds is not looked at here. How many are
 * taken in at once, and how long a sender may be silent, is the caller's to limit. Throws AppError `not_allowed`.
 */
export async function receiveFile(actor: UserActor, file: UploadedFile): Promise<UploadResult> {
  requireCan(actor, "registrations.write");
  if (file.announcedBytes !== null && file.announcedBytes > UPLOAD_MAX_BYTES) return { kind: "too_large" };
  const pieces = piecesOf(file.bytes);
  const first = await pieces.next();
  if (first.done) return { kind: "empty" };
  const second = await pieces.next();
  const credential = await requireCurrentCredential();
  const kept = { name: file.name, credential, first: first.value, rest: following(second, pieces) };
  if (second.done) return inTransaction(database().pool, (tx) => writeFile(tx, actor, kept));
  return onOwnConnection((tx) => writeFile(tx, actor, kept));
}

/** The file in pieces of one size, the last one smaller. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let piece = Buffer.allocUnsafe(PART_BYTES);
  let used = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + PART_BYTES - used);
      piece.set(taken, used);
      at += taken.length;
      used += taken.length;
      if (used < PART_BYTES) continue;
      yield piece;
      piece = Buffer.allocUnsafe(PART_BYTES);
      used = 0;
    }
  }
  if (used > 0) yield piece.subarray(0, used);
}

async function* following(
  next: IteratorResult<Buffer>,
  rest: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  if (next.done) return;
  yield next.value;
  yield* rest;
}

type KeptFile = {
  name: string;
  credential: CurrentCredential;
  first: Buffer;
  rest: AsyncGenerator<Buffer>;
};

/** A slow line may take minutes, for which no connection of the pool is held. */
async function onOwnConnection(write: (tx: ClientBase) => Promise<UploadResult>): Promise<UploadResult> {
  const client = new pg.Client({
    // Past a pooler, of which it would hold a connection for minutes.
    connectionString: env().databaseDirectUrl,
    connectionTimeoutMillis: DATABASE_SILENCE_MS,
    query_timeout: DATABASE_SILENCE_MS,
    application_name: "mitra-upload",
  });
  // It is noticed by the next statement; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(beginWithin(LIMITS));
    const result = await write(client);
    await client.query(result.kind === "received" ? "commit" : "rollback");
    return result;
  } finally {
    // What was not committed goes with the connection.
    await client.end().catch(() => undefined);
  }
}

async function writeFile(
  tx: ClientBase,
  actor: UserActor,
  { name, credential, first, rest }: KeptFile,
): Promise<UploadResult> {
  const id = randomUUID();
  await tx.query(
    `insert into import (id, environment, credential_id, created_by_id, file_name, format, bytes, headings, fields)
     values ($1, $2, $3, $4, $5, $6, 0, '{}', '{}')`,
    [id, credential.environment, credential.id, actor.id, readFileName(name), formatOf(first)],
  );
  let bytes = 0;
  let position = 0;
  for (let piece = first; ; ) {
    bytes += piece.length;
    if (bytes > UPLOAD_MAX_BYTES) return { kind: "too_large" };
    await tx.query("insert into import_part (import_id, position, bytes) values ($1, $2, $3)", [
      id,
      position,
      piece,
    ]);
    const next = await rest.next();
    if (next.done) break;
    piece = next.value;
    position += 1;
  }
  await tx.query("update import set bytes = $2 where id = $1", [id, bytes]);
  await recordAuditSql(tx, {
    actor,
    action: "import.uploaded",
    environment: credential.environment,
    subjectId: id,
    details: { bytes },
  });
  await READ_IMPORT.enqueue(tx, { importId: id });
  return { kind: "received", id };
}

/** A guess by the first bytes, until the file is read: a ZIP archive is a workbook. */
function formatOf(first: Buffer): "csv" | "xlsx" {
  return first.subarray(0, 2).toString("latin1") === "PK" ? "xlsx" : "csv";
}

/** One line without the folders that some browsers name; a name that is too long keeps its end, which tells its kind. */
function readFileName(name: string): string {
  const last = cleanLine(name).split(/[/\\]/).at(-1) ?? "";
  return [...last].slice(-FILE_NAME_LIMIT).join("");
}
