import { randomUUID } from "node:crypto";
import type pg from "pg";

/** A body such as a form or a spreadsheet row becomes. */
export function bodyOf(reference: string): string {
  const contact = {
    name: "Budi",
    email: `${reference}@kopi.example`,
    phone_calling_code: "62",
    phone_number: "81510229216",
  };
  return JSON.stringify({
    business: { partner_ref_id: reference, name: `Kopi ${reference}`, contact },
    invited_user: { email: `${reference}@kopi.example` },
  });
}

// What a spreadsheet row becomes: a queued registration with its frozen envelope and its audit entry, in one commit.
const ACCEPT = `
  with rows as (
    insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
        representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code,
        name_key, representative_email_key, invited_user_email_key, phone_e164, owner_id, created_by_id, form_key,
        request_id, body_text, queued_at, give_up_at, next_run_at, updated_at)
    select gen_random_uuid(), 'simulator', $1, 'QUEUED', r.reference, r.reference, 'Kopi ' || r.reference, 'Budi',
           r.reference || '@kopi.example', '081510229216', 'ID', r.reference || '@kopi.example', '',
           'KOPI ' || upper(r.reference), r.reference || '@kopi.example', r.reference || '@kopi.example', '+6281510229216',
           $2, $2, gen_random_uuid(), gen_random_uuid()::text, r.body, now(), now() + interval '1 day', now(), now()
      from unnest($3::text[], $4::text[]) as r(reference, body)
    returning id
  ), audited as (
    insert into audit_entry (actor_kind, actor_id, action, environment, registration_id)
    select 'user', $2, 'registration.created', 'simulator', id from rows
  )
  select id from rows`;

/** Queues that many registrations, due now, as a spreadsheet does: without a job of their own. Answers their ids. */
export async function queueRows(
  pool: pg.Pool,
  { credentialId, userId }: { credentialId: string; userId: string },
  count: number,
): Promise<string[]> {
  const references = Array.from({ length: count }, () => randomUUID());
  const values = [credentialId, userId, references, references.map(bodyOf)];
  return (await pool.query<{ id: string }>(ACCEPT, values)).rows.map(({ id }) => id);
}
