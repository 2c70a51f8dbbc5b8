import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import type { BusinessData } from "@/lib/doku/business-data";
import type { Look } from "@/lib/progress/looks/due";

const INSERT = `
  insert into brand (id, environment, brand_id, business_row_id, received_at)
  select gen_random_uuid(), b.environment, brand_id, b.id, clock_timestamp()
    from business b cross join unnest($3::text[]) as brand_id
   where b.environment = $1 and b.business_id = $2 and b.registration_id = $4
  on conflict (environment, brand_id) do nothing
  returning brand_id as "brandId"`;

const OF_OTHERS = `
  select brand.brand_id as "brandId" from brand join business on business.id = brand.business_row_id
   where brand.environment = $1 and brand.brand_id = any($2) and business.registration_id <> $3`;

/**
 * Brands that DOKU tells of for the first time join the mapping; one that belongs to another registration here raises an
 * alarm in the audit log, and stays where it is. What it told of before (`before`) is neither asked for nor said again.
 */
export async function keepNewBrands(
  tx: PoolClient,
  { environment, businessId, registrationId }: Look,
  { brands, before }: Record<"brands" | "before", BusinessData["brands"]>,
): Promise<void> {
  const known = new Set(before.map(({ id }) => id));
  const fresh = brands.map(({ id }) => id).filter((id) => !known.has(id));
  if (fresh.length === 0) return;
  const entry = { actor: SYSTEM_ACTOR, environment, registrationId };
  type Row = { brandId: string };
  const received = await tx.query<Row>(INSERT, [environment, businessId, fresh.toSorted(), registrationId]);
  if (received.rows.length > 0)
    await recordAuditSql(tx, {
      ...entry,
      action: "registration.brand_received",
      details: { businessId, brandIds: received.rows.map(({ brandId }) => brandId), source: "doku" },
    });
  const foreign = await tx.query<Row>(OF_OTHERS, [environment, fresh, registrationId]);
  if (foreign.rows.length > 0)
    await recordAuditSql(tx, {
      ...entry,
      action: "registration.foreign_brand_alarm",
      details: { businessId, brandIds: foreign.rows.map(({ brandId }) => brandId) },
    });
}
