import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { UserActor } from "@/lib/authority/actor";
import { receiveFile } from "@/lib/imports/reading/upload";

/** Longer than the slowest step takes. */
const PATIENCE_MS = 120_000;
const HEADING =
  "business_name,representative_name,representative_email,phone_number,invited_user_email,referral_code,partner_reference";

let made = 0;

/** A file of that many merchants whom nobody has seen before. */
export function writeFile(rows: number): string {
  const lines = Array.from({ length: rows }, () => {
    made += 1;
    const word = `z${made}`;
    return `Kopi Senja ${word},Budi Santoso,budi.${word}@kopisenja.example,0812${10_000_000 + made},tamu.${word}@kopisenja.example,,REF-${made}`;
  });
  return [HEADING, ...lines].join("\n");
}

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Hands a file in, as the route that takes it does; the batch's id. */
export async function upload(actor: UserActor, text: string): Promise<string> {
  const received = await receiveFile(actor, {
    name: "bench.csv",
    bytes: piecesOf(text),
    announcedBytes: null,
  });
  if (received.kind !== "received") throw new Error(received.kind);
  return received.id;
}

export async function statusOf(pool: pg.Pool, importId: string): Promise<unknown> {
  return (await pool.query("select status from import where id = $1", [importId])).rows[0]?.status;
}

export async function untilStatus(pool: pg.Pool, importId: string, status: string): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  let found: unknown;
  do {
    found = await statusOf(pool, importId);
    if (found === status) return;
    await wait(10);
  } while (performance.now() < giveUpAtMs);
  throw new Error(`the batch is ${found}, not ${status}`);
}

/** Throws away what was read, so that the next file meets nothing of it. */
export async function forget(pool: pg.Pool): Promise<void> {
  await pool.query("truncate import_row; update import set status = 'stopped'");
}
