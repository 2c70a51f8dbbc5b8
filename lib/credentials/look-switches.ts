import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import type { LookSwitches } from "@/lib/doku/business-data";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";

/** The columns of the switches, for the SELECT of a query on `credential c`. */
export const LOOK_COLUMNS_SQL = `
  c.look_path as "path", c.look_sends_query as "sendsQuery", c.look_signs_query as "signsQuery", c.look_is_wrapped as "isWrapped"`;

// What an account was said not to have, it may have under another address.
const SET = `
  update credential
     set look_path = $2, look_sends_query = $3, look_signs_query = $4, look_is_wrapped = $5, look_refused_at = null, look_refused_reason = null,
         updated_at = clock_timestamp()
   where id = $1`;

/**
 * Sets how DOKU is asked for a business's data; in force with the next question. The switches must be those that
 * `lookSchema` made. The same ones again change nothing and are not audited.
 */
export async function changeLookSwitches(
  actor: UserActor,
  { credentialId, ...switches }: LookSwitches & { credentialId: string },
): Promise<void> {
  requireCan(actor, "credentials.manage");
  const { path, sendsQuery, signsQuery, isWrapped } = switches;
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<LookSwitches & { environment: Environment }>(
      `select c.environment, ${LOOK_COLUMNS_SQL} from credential c where c.id = $1 for no key update`,
      [credentialId],
    );
    const before = rows[0];
    if (!before) throw new AppError("not_found");
    const isSame =
      before.path === path &&
      before.sendsQuery === sendsQuery &&
      before.signsQuery === signsQuery &&
      before.isWrapped === isWrapped;
    if (isSame) return;
    await tx.query(SET, [credentialId, path, sendsQuery, signsQuery, isWrapped]);
    await recordAuditSql(tx, {
      actor,
      action: "credential.look_changed",
      environment: before.environment,
      subjectId: credentialId,
      details: { path, sendsQuery, signsQuery, isWrapped },
    });
  });
}
