import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { decideGate, recordSlowDown } from "@/lib/credentials/gate/gate";
import { readPlaces, takeLookPlace } from "@/lib/credentials/gate/rate-limit";
import { inTransaction } from "@/lib/db";
import type { DokuClient } from "@/lib/doku/client";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { ComeBack } from "@/lib/jobs/job";
import { CREDENTIAL_SQL, type Credential } from "@/lib/registrations/delivery/claim";
import { ASKED_HOURS } from "./document-lists";
import { askedKey, queryOfKey } from "./documents";

/** Who asks DOKU for documents. */
export type DocumentAsker = {
  pool: Pool;
  keyVersionFor: (credential: { environment: Environment; clientId: string }) => string | null;
  askDocuments: DokuClient["checkRequirements"];
  random: () => number;
};

/** Sends go first; a list of documents has time. */
const STEP_BACK: ComeBack = { inMs: 2_000 };
const WHEN_DOKU_WAITS: ComeBack = { inMs: 60_000 };

type Row = Credential & { isRestored: boolean; sendsFirst: boolean; signsQuery: boolean };

const READ = `
  select ${CREDENTIAL_SQL}, c.look_signs_query as "signsQuery",
         exists (select from database_restore where settled_at is null) as "isRestored",
         exists (select from registration due
                  where due.credential_id = c.id and due.next_run_at <= statement_timestamp() + interval '1 second'
                    and due.status in ('QUEUED', 'UNCONFIRMED') and due.archived_at is null) as "sendsFirst"
    from credential c where c.id = $1`;

// Before the call, so that those who look meanwhile ask for nothing, and whatever becomes of it.
const TAKE_ASKING = `
  insert into document_list as asked (credential_id, query, documents, fetched_at)
  values ($1, $2, '[]', clock_timestamp())
  on conflict (credential_id, query) do update set fetched_at = excluded.fetched_at
    where asked.fetched_at < clock_timestamp() - interval '${ASKED_HOURS} hours'`;

/**
 * Asks DOKU for its list of documents and keeps it, under the limits of the credential, after everything that is to
 * be sent, and once an hour at most. Where DOKU has no such call an empty list is kept, so that nobody asks again for a
 * day; after any other end what was kept stays. When to come back; null where there is nothing left to do.
 */
export async function refreshDocuments(
  asker: DocumentAsker,
  { credentialId, query: key }: { credentialId: string; query: string },
): Promise<ComeBack | null> {
  const query = queryOfKey(key);
  if (!query) return null;
  const turn = await inTransaction(asker.pool, (tx) => chooseTurn(tx, asker, { credentialId, key }));
  if (turn.kind === "later") return turn.when;
  const { signsQuery } = turn;
  const ending = await asker.askDocuments({ requestId: randomUUID(), query, signsQuery });
  if (ending.kind === "slowed_down")
    await inTransaction(asker.pool, (tx) => recordSlowDown(tx, credentialId, ending.retryAfterMs));
  if (ending.kind !== "told" && ending.kind !== "not_offered") return null;
  const told = ending.kind === "told" ? ending.documents : [];
  const documents = told.map(({ name, extensions, maxSizeMb }) => ({ name, extensions, maxSizeMb }));
  await asker.pool.query(
    `insert into document_list (credential_id, query, documents, fetched_at)
     values ($1, $2, $3::jsonb, clock_timestamp())
     on conflict (credential_id, query) do update
       set documents = excluded.documents, fetched_at = excluded.fetched_at`,
    [credentialId, key, JSON.stringify(documents)],
  );
  return null;
}

type Turn = { kind: "now"; signsQuery: boolean } | { kind: "later"; when: ComeBack | null };

async function chooseTurn(
  tx: PoolClient,
  asker: DocumentAsker,
  { credentialId, key }: { credentialId: string; key: string },
): Promise<Turn> {
  const row = (await tx.query<Row>(READ, [credentialId])).rows[0];
  const keyVersion = row ? asker.keyVersionFor(row) : null;
  // Whoever looks next asks anew.
  if (!row || row.isRestored || row.pausedAt || keyVersion === null) return { kind: "later", when: null };
  if (row.sendsFirst) return { kind: "later", when: STEP_BACK };
  const gate = decideGate(row, { keyVersion, now: row.now, random: asker.random() });
  if (gate.kind === "wait") return { kind: "later", when: WHEN_DOKU_WAITS };
  const places = row.rateLimit === null ? null : await readPlaces(tx, credentialId);
  if (places && !(await takeLookPlace(tx, credentialId, places))) return { kind: "later", when: STEP_BACK };
  const taken = await tx.query(TAKE_ASKING, [credentialId, askedKey(key)]);
  if (taken.rowCount === 0) return { kind: "later", when: null };
  return { kind: "now", signsQuery: row.signsQuery };
}
