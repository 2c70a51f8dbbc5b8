const RECEIVED_AT = "created_at + (attempts - 1) * gap + delay_ms * interval '1 millisecond'";

/**
 * Writes the rows `$1` to `$2` (numbers of the seed `$3`) with everything that the product would have written for
 * them, in one statement. `$4` and `$5` bound the time they were made in, `$6` is how many there are, so that the
 * newest has the last number. `$7` names people, `$8` credentials of which the last is paused, `$9` the words.
 *
 * Each choice is a hash of the row's number: the same seed makes the same merchants. `offset 0` keeps one step from
 * being written out again in the next, without the copy of every row that materializing each step would cost.
 */
export const SEED_STATEMENT = `
with words as materialized (select $9::jsonb as w),
lists as materialized (
  select array(select jsonb_array_elements_text(w -> 'forms')) as forms,
         array(select jsonb_array_elements_text(w -> 'trades')) as trades,
         array(select jsonb_array_elements_text(w -> 'tradeKeys')) as trade_keys,
         array(select jsonb_array_elements_text(w -> 'firstWords')) as first_words,
         array(select jsonb_array_elements_text(w -> 'secondWords')) as second_words,
         array(select jsonb_array_elements_text(w -> 'places')) as places,
         array(select jsonb_array_elements_text(w -> 'givenNames')) as given_names,
         array(select jsonb_array_elements_text(w -> 'familyNames')) as family_names,
         array(select jsonb_array_elements(w -> 'refusals')) as refusals,
         array(select jsonb_array_elements(w -> 'unsure')) as unsure,
         array(select jsonb_array_elements(w -> 'notSent')) as not_sent,
         $7::uuid[] as people, $8::uuid[] as credentials
    from words
),
numbered as (
  select n, (n - $10::bigint + 0.5) / $6::float8 as share, md5($3::int || ':' || n) as digest
    from generate_series($1::bigint, $2::bigint) n offset 0
),
-- More and more each day, between seven and nine in the evening of Jakarta, never in the future.
timed as (
  select n, digest, least(shaped, plain) as created_at
    from (select *, date_trunc('milliseconds',
                      (day + interval '7 hours' + (local - day) * (14.0 / 24)) at time zone 'Asia/Jakarta') as shaped
            from (select *, date_trunc('day', local) as day
                    from (select *, plain at time zone 'Asia/Jakarta' as local
                            from (select *, date_trunc('milliseconds',
                                            $4::timestamptz + ($5::timestamptz - $4::timestamptz) * sqrt(share)) as plain
                                    from numbered) p) l) d) s offset 0
),
chosen as (
  select t.*,
         (lpad(to_hex((extract(epoch from created_at) * 1000)::bigint), 12, '0') || '7' || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid as id,
         ${pick("l.forms", "forms")}, ${pick("l.first_words", "first_word")}, ${pick("l.second_words", "second_word")},
         ${pick("l.places", "place")}, ${pick("l.given_names", "given_name")}, ${pick("l.family_names", "family_name")},
         ${pick("l.refusals", "refusal")}, ${pick("l.unsure", "unsure")}, ${pick("l.not_sent", "not_sent")},
         l.trades[1 + trade] as trade, l.trade_keys[1 + trade] as trade_key,
         -- The first of them have the most.
         l.people[1 + floor(cardinality(l.people) * power(${chance("owner")}, 1.7::float8))::int] as owner_id,
         l.credentials, ${chance("status")} as status_chance, ${chance("archive")} as archive_chance,
         ${chance("referral")} as referral_chance, ${chance("retry")} as retry_chance, ${chance("credential")} as credential_chance,
         ${chance("progress")} as progress_chance, ${chance("since")} as since_chance, ${chance("nudge")} as nudge_chance,
         ${chance("follow-up")} as follow_up_chance, ${chance("note")} as note_chance,
         ${number("phone", 50_000_000)} as phone, ${number("delay", 4_000)} as delay_ms, ${number("code", 40)} as code,
         ${number("brands", 20)} as brands
    from timed t cross join lists l
   cross join lateral (select ${number("trade", "cardinality(l.trades)")} as trade) c offset 0
),
stated as (
  select *,
         -- Among few rows chance would leave out what is seldom: the newest waits, and the oldest are the others.
         (case when n = $10::bigint + $6::float8::bigint - 1 then 'QUEUED'
               when n - $10::bigint < 4 then (array['UNCONFIRMED', 'FAILED', 'NEEDS_FIX', 'DRAFT'])[1 + n - $10::bigint]
               when created_at > $5::timestamptz - interval '14 days' and status_chance > 0.985 then 'QUEUED'
               when status_chance < 0.04 then 'DRAFT'
               when status_chance < 0.075 then 'NEEDS_FIX'
               when status_chance < 0.09 then 'UNCONFIRMED'
               when status_chance < 0.115 then 'FAILED'
               else 'INVITED' end)::registration_status as status
    from chosen offset 0
),
merchants as materialized (
  select *, archive_chance < 0.04 and status not in ('QUEUED', 'UNCONFIRMED') and created_at < $5::timestamptz - interval '30 days' as archived,
         case when status = 'QUEUED' then credentials[cardinality(credentials)]
              when credential_chance < 0.7 then credentials[1] else credentials[2] end as credential_id,
         'MTR-' || to_char(created_at at time zone 'UTC', 'YYYYMMDD-HH24MISSMS') || '-' || translate(upper(substr(digest, 1, 10)), '01', 'XY') as reference,
         forms || trade || ' ' || first_word || ' ' || second_word || case when place = '' then '' else ' ' || place end as name,
         trade_key || upper(' ' || first_word || ' ' || second_word || case when place = '' then '' else ' ' || place end) as name_key,
         given_name || ' ' || family_name as person,
         lower(given_name || '.' || second_word || substr(digest, 20, 5)) || '@' || lower(first_word || second_word) || '.example' as email,
         lower('kasir.' || substr(digest, 20, 5)) || '@' || lower(first_word || second_word) || '.example' as invited,
         '8' || (11 + phone % 50)::text || '00' || lpad((phone / 50)::text, 6, '0') as national,
         case when referral_chance < 0.3 then 'REF' || lpad(code::text, 2, '0') else '' end as referral,
         (substr(digest, 1, 12) || '4' || substr(digest, 13, 3) || 'a' || substr(digest, 16, 15))::uuid::text as request_id,
         md5('form:' || $3::int || ':' || n)::uuid as form_key,
         case when status = 'DRAFT' then 0 when status = 'QUEUED' then 0 when status in ('FAILED', 'UNCONFIRMED') then 3
              when retry_chance < 0.06 then 2 else 1 end as attempts,
         case when status = 'FAILED' then interval '12 hours' else interval '90 seconds' end as gap,
         case when status = 'INVITED' then gen_random_uuid() end as business_row_id,
         'BSN-9' || lpad($3::int::text, 3, '0') || '-' || lpad(n::text, 13, '0') as business_id
    from stated
),
-- What follows an invitation: most are verified in the end, some wait for DOKU, and some for a merchant who may be quiet.
invited as (
  select *, least($5::timestamptz, ${RECEIVED_AT}) as invited_at from merchants where status = 'INVITED'
),
reviewed as (
  select *,
         (case when invited_at > $5::timestamptz - interval '2 days'
               then case when progress_chance < 0.6 then null when progress_chance < 0.85 then 'INVITED' else 'IN_PROGRESS' end
               when progress_chance < 0.08 then null when progress_chance < 0.2 then 'INVITED'
               when progress_chance < 0.28 then 'IN_PROGRESS' when progress_chance < 0.32 then 'IN_REVIEW'
               when progress_chance < 0.34 then 'ACTION_NEEDED' when progress_chance < 0.37 then 'REJECTED'
               when progress_chance < 0.375 then 'UNKNOWN_VALUE' else 'VERIFIED' end)::progress as progress
    from invited
),
followed as (
  select *, case when progress is not null and nudge_chance < 0.03 then 'person'
                 when progress is not null then 'doku' end::progress_source as progress_source,
         case when progress = 'IN_REVIEW' then greatest(invited_at, $5::timestamptz - since_chance * interval '6 days')
              when progress is not null then invited_at + since_chance * least($5::timestamptz - invited_at, interval '30 days') end as progress_since,
         case when progress_chance < 0.28 and nudge_chance < 0.3 and invited_at < $5::timestamptz - interval '3 days'
              then invited_at + (nudge_chance / 0.3) * ($5::timestamptz - invited_at) end as nudged_at,
         case when follow_up_chance < 0.02 and progress_chance < 0.37 and not archived and created_at > $5::timestamptz - interval '45 days'
              then date_trunc('day', ($5::timestamptz + (follow_up_chance * 1250 - 5) * interval '1 day') at time zone 'Asia/Jakarta')
                     at time zone 'Asia/Jakarta' + interval '8 hours' end as follow_up_at
    from reviewed
),
registrations as (
  insert into registration (
    id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name, representative_name,
    representative_email, phone_input, phone_country, invited_user_email, referral_code, name_key,
    representative_email_key, invited_user_email_key, phone_e164, owner_id, created_by_id, form_key, request_id, body_text,
    queued_at, give_up_at, next_run_at, claim_epoch, attempt_count, last_outcome, problem, problem_field, cause,
    created_at, updated_at, invited_at, archived_at,
    progress, progress_source, progress_raw, progress_since, progress_at, nudged_at, stirred_at, follow_up_at, follow_up_note)
  select id, $11::environment, credential_id, status, reference, lower(reference), name, person,
         email, '0' || national, 'ID', invited, referral, name_key,
         email, invited, '+62' || national, owner_id, owner_id, form_key,
         case when status <> 'DRAFT' then request_id end,
         case when status <> 'DRAFT' then
           '{"business":{"partner_ref_id":' || to_json(reference) || ',"name":' || to_json(name) || ',"contact":{"name":' || to_json(person)
           || ',"email":' || to_json(email) || ',"phone_calling_code":"62","phone_number":"' || national || '"}}'
           || case when referral = '' then '' else ',"referral":{"code":"' || referral || '"}' end
           || ',"invited_user":{"email":' || to_json(invited) || '}}' end,
         case when status <> 'DRAFT' then created_at end,
         case when status <> 'DRAFT' then created_at + interval '24 hours' end,
         case when status = 'QUEUED' then created_at end,
         attempts, attempts,
         (case status when 'INVITED' then 'accepted' when 'NEEDS_FIX' then 'refused' when 'UNCONFIRMED' then 'unknown' when 'FAILED' then 'not_sent' end)::outcome,
         case when status = 'NEEDS_FIX' then refusal ->> 'message' end,
         case when status = 'NEEDS_FIX' then refusal ->> 'field' end,
         case status when 'NEEDS_FIX' then refusal ->> 'cause' when 'UNCONFIRMED' then unsure ->> 'cause' when 'FAILED' then not_sent ->> 'cause' end,
         created_at,
         greatest(least($5::timestamptz, case when archived then created_at + interval '30 days' else created_at + attempts * gap end),
                  progress_since, nudged_at),
         invited_at, case when archived then created_at + interval '30 days' end,
         progress, progress_source, case when progress = 'UNKNOWN_VALUE' then 'PROBATION_EXTENDED' end, progress_since,
         case when progress is not null then greatest(progress_since, least($5::timestamptz, invited_at + interval '30 days')) end,
         nudged_at, greatest(progress_since, nudged_at), follow_up_at,
         case when follow_up_at is not null then (array['Kirim daftar dokumen', 'Telepon setelah jam buka', 'Tunggu akta dari notaris'])[1 + n % 3] end
    from (select * from followed
          union all
          select m.*, null, null, null, null, null, null from merchants m where status <> 'INVITED') all_of_them
),
noted as (
  insert into note (id, registration_id, author_id, at, text)
  select gen_random_uuid(), id, owner_id, invited_at + note_chance * 50 * ($5::timestamptz - invited_at), 'Pemilik minta dihubungi sore hari'
    from followed where note_chance < 0.02
),
sent as (
  insert into attempt (
    id, registration_id, number, kind, request_id, holder, epoch, key_version, started_at, sent_at, ended_at, bytes_written,
    outcome, reason, http_status, error_code, message, problem_field, latency_ms, request_timestamp)
  select gen_random_uuid(), id, number, (case when number = 1 then 'first' when status = 'UNCONFIRMED' then 'check' else 'retry' end)::attempt_kind,
         request_id, 'seed', number, 'seed0001', at, at, at + delay_ms * interval '1 millisecond', outcome <> 'not_sent', outcome::outcome,
         case outcome when 'accepted' then 'accepted' when 'refused' then 'validation' when 'unknown' then unsure ->> 'reason' else not_sent ->> 'reason' end,
         case outcome when 'accepted' then 200 when 'refused' then 400 end,
         case when outcome = 'refused' then 'invalid_request' end,
         case when outcome = 'refused' then refusal ->> 'message' end,
         case when outcome = 'refused' then refusal ->> 'field' end,
         delay_ms, case when outcome <> 'not_sent' then to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end
    from (select m.*, number, created_at + (number - 1) * gap as at,
                 case when number < attempts and status in ('INVITED', 'NEEDS_FIX') then 'not_sent'
                      when status = 'INVITED' then 'accepted' when status = 'NEEDS_FIX' then 'refused'
                      when status = 'UNCONFIRMED' then 'unknown' else 'not_sent' end as outcome
            from merchants m cross join generate_series(1, m.attempts) number) numbered_attempts
   where at < $5::timestamptz or number = 1
),
businesses as (
  insert into business (id, environment, business_id, partner_ref_id, registration_id, source, received_at)
  select business_row_id, $11::environment, business_id, reference, id, 'doku', ${RECEIVED_AT}
    from merchants where business_row_id is not null
),
brands as (
  insert into brand (id, environment, brand_id, business_row_id, received_at)
  select gen_random_uuid(), $11::environment, 'BRN-9' || lpad($3::int::text, 3, '0') || '-' || lpad((n * 4 + number)::text, 13, '0'),
         business_row_id, ${RECEIVED_AT}
    from merchants cross join generate_series(1, case brands when 0 then 3 when 1 then 2 else 1 end) number
   where business_row_id is not null
),
told as (
  insert into audit_entry (at, actor_kind, actor_id, action, environment, registration_id, details)
  select created_at, 'user'::actor_kind, owner_id, case when status = 'DRAFT' then 'registration.draft_saved' else 'registration.created' end,
         $11::environment, id, '{}'::jsonb from merchants
  union all
  select ${RECEIVED_AT}, 'system', null, 'registration.business_received', $11::environment, id,
         jsonb_build_object('businessId', business_id, 'source', 'doku') from merchants where business_row_id is not null
  union all
  select created_at + interval '30 days', 'user', owner_id, 'registration.archived', $11::environment, id, '{}'::jsonb
    from merchants where archived
)
select count(*)::int as made from merchants`;

/** A number from 0 up to, not including, `size`, that hangs on the row and on what it is for. */
function number(purpose: string, size: number | string): string {
  return `((hashint8extended(t.n, $3::int * 1000 + ${saltOf(purpose)}) & 9223372036854775807) % ${size})::int`;
}

/** From 0 up to, not including, 1; no exact decimal, whose `power` alone would take a third of the whole statement. */
function chance(purpose: string): string {
  return `(${number(purpose, 1_000_000)} / 1000000::float8)`;
}

function pick(list: string, name: string): string {
  return `${list}[1 + ${number(name, `cardinality(${list})`)}] as ${name}`;
}

/** Sums of letters, so that each purpose has its own choice. */
function saltOf(purpose: string): number {
  return [...purpose].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);
}
