import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";
import { tellChanged } from "@/lib/live/tell";
import { mentionedIn } from "./mentions";
import { listMentionable } from "./queries";

/**
 * Keeps what a person wrote about a registration, with whom it mentions. `id` is made by the browser: the same press
 * again is the same note. Throws AppError `not_found`, or `changed_meanwhile` where another note has the id.
 */
export async function addNote(
  actor: UserActor,
  registrationId: string,
  { id, text }: { id: string; text: string },
): Promise<void> {
  requireCan(actor, "registrations.write");
  const mentioned = mentionedIn(text, await listMentionable(actor)).map((person) => person.id);
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ environment: Environment }>(
      "select environment from registration where id = $1 for key share",
      [registrationId],
    );
    const [row] = rows;
    if (!row) throw new AppError("not_found");
    const written = await tx.query(
      `insert into note (id, registration_id, author_id, at, text, mentioned_ids)
       values ($1, $2, $3, clock_timestamp(), $4, $5) on conflict (id) do nothing`,
      [id, registrationId, actor.id, text, mentioned],
    );
    if (written.rowCount === 0) return requireSame(tx, { id, registrationId, text, authorId: actor.id });
    await tx.query(
      `insert into mention (note_id, user_id, environment)
       select $1, user_id, $3 from unnest($2::uuid[]) as mentioned(user_id) where user_id <> $4`,
      [id, mentioned, row.environment, actor.id],
    );
    await recordAuditSql(tx, {
      actor,
      action: "registration.noted",
      environment: row.environment,
      registrationId,
      details: { mentioned },
    });
    await tellChanged(tx, registrationId);
  });
}

/** A press that comes a second time brings the same; whatever else stands under the id is not what was to be written. */
async function requireSame(
  tx: PoolClient,
  { id, registrationId, text, authorId }: Record<"id" | "registrationId" | "text" | "authorId", string>,
): Promise<void> {
  const { rowCount } = await tx.query(
    "select from note where id = $1 and registration_id = $2 and text = $3 and author_id = $4",
    [id, registrationId, text, authorId],
  );
  if (rowCount === 0) throw new AppError("changed_meanwhile");
}

/** The reader has seen what mentions them at a registration. Answers whether there was anything new. */
export async function seeMentions(actor: UserActor, registrationId: string): Promise<boolean> {
  requireCan(actor, "registrations.read");
  const { rowCount } = await database().pool.query(
    `update mention m set seen_at = clock_timestamp() from note n
      where n.id = m.note_id and n.registration_id = $2 and m.user_id = $1 and m.seen_at is null`,
    [actor.id, registrationId],
  );
  return (rowCount ?? 0) > 0;
}
