import pg, { type QueryResultRow } from "pg";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { beginWithin } from "@/lib/session-limits";

/** Rows that are in memory at once. */
const BATCH = 500;
/** The silence is longer than a slow reader takes for a batch; who stands still for so long is given up. */
const LIMITS = { statementMs: 120_000, idleInTransactionMs: 60_000 };

export type Reading<Row> = {
  /** How many rows there are: exactly those that `batches` yields. */
  count: number;
  /** The rows in their order. Ends the reading when it ends, is left or fails. */
  batches: AsyncGenerator<Row[]>;
  /** Ends it before its time, also while the database is still looking. */
  close: () => Promise<void>;
};

/**
 * Reads all that `matching` selects, as it is at this moment: what changes while it is read changes nothing in it.
 * `rows` is the statement that shows them. A cursor of the database on a connection of its own, so that memory does
 * not grow with the rows; how many there are at once is the caller's to limit.
 */
export async function readByCursor<Row extends QueryResultRow>({
  matching,
  rows,
  values,
}: {
  matching: string;
  rows: string;
  values: readonly unknown[];
}): Promise<Reading<Row>> {
  const client = new pg.Client({
    // Past a pooler, of which it would hold a connection for minutes, and which would hide whom to cancel.
    connectionString: env().databaseDirectUrl,
    application_name: "mitra-export",
  });
  // It is noticed by the next statement; without a listener it would end the process.
  client.on("error", () => undefined);
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await endConnection(client);
  };
  try {
    await client.connect();
    await client.query(
      `${beginWithin(LIMITS)}; set transaction isolation level repeatable read read only; set local jit = off`,
    );
    const counted = await client.query<{ count: number }>(
      `select count(*)::int as count from (${matching}) matching`,
      [...values],
    );
    await client.query(`declare export_rows no scroll cursor for ${rows}`, [...values]);
    return { count: counted.rows[0]?.count ?? 0, batches: readBatches<Row>(client, close), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* readBatches<Row extends QueryResultRow>(
  client: pg.Client,
  close: () => Promise<void>,
): AsyncGenerator<Row[]> {
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${BATCH} from export_rows`);
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
    }
  } finally {
    await close();
  }
}

/** Closing the connection alone would let the database go on looking until it has something to say. */
async function endConnection(client: pg.Client): Promise<void> {
  const pid = "processID" in client ? client.processID : null;
  if (typeof pid === "number") {
    await database()
      .pool.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and state = 'active' and application_name = 'mitra-export'",
        [pid],
      )
      .catch(() => undefined);
  }
  await client.end().catch(() => undefined);
}
