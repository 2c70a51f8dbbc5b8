import type { ClientBase } from "pg";

/** What the database itself cuts off, so that neither a hard question nor a process that fell silent holds what others need. */
export type SessionLimits = { statementMs: number; idleInTransactionMs: number };

/** Longer than any statement of the pages, of a claim or of a batch may take. */
export const SESSION_LIMITS: SessionLimits = { statementMs: 15_000, idleInTransactionMs: 20_000 };

const settingsOf = ({ statementMs, idleInTransactionMs }: SessionLimits) =>
  [
    ["statement_timeout", statementMs],
    ["idle_in_transaction_session_timeout", idleInTransactionMs],
  ] as const;

/**
 * Makes the limits those of every later session of this role in this database.
 *
 * Kept with the role, since a pooler in transaction mode refuses them as parameters of a connection and hands what
 * one session `set` to another. Every role may do this to itself.
 */
export async function limitSessions(client: ClientBase, limits = SESSION_LIMITS): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select current_database() as name");
  const database = client.escapeIdentifier(rows[0]?.name ?? "");
  for (const [setting, milliseconds] of settingsOf(limits))
    await client.query(`alter role current_user in database ${database} set ${setting} = ${milliseconds}`);
}

/** Lifts the limits from one session on a direct connection, for work that takes as long as it takes. */
export async function liftLimits(client: ClientBase): Promise<void> {
  await client.query(setText("set", { statementMs: 0, idleInTransactionMs: 0 }));
}

/** Begins a transaction with limits of its own, which a pooler leaves with it. */
export const beginWithin = (limits: SessionLimits): string => `begin; ${setText("set local", limits)}`;

function setText(set: string, limits: SessionLimits): string {
  return settingsOf(limits)
    .map(([setting, milliseconds]) => `${set} ${setting} = ${milliseconds}`)
    .join("; ");
}
