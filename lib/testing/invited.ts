import type { Pool } from "pg";
import { makeRegistrations } from "@/lib/testing/registration-rows";

/** Merchants who were invited so many hours ago, each with a business `BSN-<id>` and a brand `BRN-<id>`. */
export async function inviteMerchants(
  pool: Pool,
  {
    count,
    ownerId,
    credentialId,
    hoursAgo = 5,
  }: { count: number; ownerId: string; credentialId: string; hoursAgo?: number },
): Promise<string[]> {
  const ids = await makeRegistrations(pool, { status: "INVITED", count, ownerId, credentialId });
  await pool.query(
    "update registration set invited_at = now() - make_interval(secs => 3600 * $2::float8) where id = any($1)",
    [ids, hoursAgo],
  );
  await pool.query(
    `with kept as (
       insert into business (id, environment, business_id, partner_ref_id, registration_id, source)
       select gen_random_uuid(), 'simulator', 'BSN-' || id, partner_ref_id, id, 'doku' from registration where id = any($1)
       returning id, registration_id)
     insert into brand (id, environment, brand_id, business_row_id)
     select gen_random_uuid(), 'simulator', 'BRN-' || registration_id, id from kept`,
    [ids],
  );
  return ids;
}
