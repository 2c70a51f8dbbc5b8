import type { Pool } from "pg";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** Writes many registrations of one status at once, past everything that checks a form. Returns their ids. */
export async function makeRegistrations(
  pool: Pool,
  {
    status,
    count,
    ownerId,
    credentialId,
  }: { status: RegistrationStatus; count: number; ownerId: string; credentialId: string },
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
       representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code, phone_e164,
       owner_id, created_by_id, form_key, request_id, body_text, queued_at, updated_at)
     select id, 'simulator', $1, $2, 'ROW-' || id, 'row-' || id, 'Kopi Senja ' || n, 'Budi Santoso',
            'budi.' || n || '@kopisenja.example', '081510229216', 'ID', 'undangan.' || n || '@kopisenja.example', '',
            '+6281510229216', $3, $3, gen_random_uuid(), id, '{}', clock_timestamp(), clock_timestamp()
       from (select gen_random_uuid() as id, n from generate_series(1, $4::int) as n) made
     returning id`,
    [credentialId, status, ownerId, count],
  );
  return rows.map(({ id }) => id);
}
