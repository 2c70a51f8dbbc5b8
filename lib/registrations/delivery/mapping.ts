import type { ClientBase } from "pg";
import type { AuditActor } from "@/lib/audit/record";
import { recordAuditSql } from "@/lib/audit/record";
import type { Environment } from "@/lib/generated/prisma/enums";

export type BusinessToKeep = {
  registrationId: string;
  environment: Environment;
  partnerRefId: string;
  source: "doku" | "person";
  business: { id: string; brandIds: readonly string[] };
  actor: AuditActor;
};

/**
 * Keeps the mapping partner reference ↔ business id ↔ brand ids. Ids that are known already are left
 * as they are. A second business for one registration, or an id that belongs to another
 * registration, is kept where the keys allow it and raises an alarm in the audit log.
 */
export async function keepBusiness(tx: ClientBase, found: BusinessToKeep): Promise<void> {
  const inserted = await tx.query<{ id: string }>(
    `insert into business (id, environment, business_id, partner_ref_id, registration_id, source, received_at)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, clock_timestamp())
     on conflict (environment, business_id) do nothing returning id`,
    [found.environment, found.business.id, found.partnerRefId, found.registrationId, found.source],
  );
  const known = await tx.query<{ id: string; business_id: string; registration_id: string }>(
    "select id, business_id, registration_id from business where (environment = $1 and business_id = $2) or registration_id = $3",
    [found.environment, found.business.id, found.registrationId],
  );
  const row = known.rows.find((business) => business.business_id === found.business.id);
  if (!row) throw new Error("the business was not written");
  const brandsKept = await keepBrands(tx, found, row.id);
  const alarm = row.registration_id !== found.registrationId || known.rows.length > 1 || !brandsKept;
  if (inserted.rowCount === 0 && !alarm) return;
  await recordAuditSql(tx, {
    actor: found.actor,
    action: alarm ? "registration.second_business_alarm" : "registration.business_received",
    environment: found.environment,
    registrationId: found.registrationId,
    details: { businessId: found.business.id, brandIds: [...found.business.brandIds], source: found.source },
  });
}

/** False where a brand id belongs to another business already. */
async function keepBrands(tx: ClientBase, found: BusinessToKeep, businessRowId: string): Promise<boolean> {
  if (found.business.brandIds.length === 0) return true;
  const brandIds = [...new Set(found.business.brandIds)];
  await tx.query(
    `insert into brand (id, environment, brand_id, business_row_id, received_at)
     select gen_random_uuid(), $1, brand_id, $3, clock_timestamp() from unnest($2::text[]) as brand_id
     on conflict (environment, brand_id) do nothing`,
    [found.environment, brandIds, businessRowId],
  );
  const ours = await tx.query(
    "select 1 from brand where environment = $1 and brand_id = any($2) and business_row_id = $3",
    [found.environment, brandIds, businessRowId],
  );
  return ours.rowCount === brandIds.length;
}
