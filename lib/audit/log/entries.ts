import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import { type AuditFilter, FIRST_WORDS, SYSTEM_PERSON } from "@/lib/audit/log/filter";
import type { UserActor } from "@/lib/authority/actor";
import { resolveRange } from "@/lib/registrations/list/date-range";

/** Which entries match, as conditions on `audit_entry`. */
export type Where = {
  /** Conditions that an index answers. */
  led: string;
  /** Those for which entry by entry is looked at; empty where there is none. */
  looked: string;
  values: unknown[];
};

/** What a filter asks for at `now`; its place in the log is not among it. */
export function whereOf(filter: AuditFilter, now: Date, timeZone: UserActor["timeZone"]): Where {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const led = ["true"];
  const looked: string[] = [];
  const { about } = filter;
  if (filter.day) {
    const { from, until } = resolveRange(filter.day, now, timeZone);
    if (from) led.push(`at >= ${put(from)}`);
    if (until) led.push(`at < ${put(until)}`);
  }
  if (about?.thing === "registration") led.push(`registration_id = ${put(about.id)}`);
  else if (about) {
    const [word] = FIRST_WORDS[about.thing];
    looked.push(`subject_id = ${put(about.id)}`, `action like ${put(`${word}.%`)}`);
  }
  if (filter.person === SYSTEM_PERSON) looked.push("actor_kind <> 'user'");
  else if (filter.person) looked.push(`actor_id = ${put(filter.person)}`);
  if (filter.act) looked.push(`action = ${put(filter.act)}`);
  if (filter.thing) looked.push(`split_part(action, '.', 1) = any(${put(FIRST_WORDS[filter.thing])})`);
  return { led: led.join(" and "), looked: looked.join(" and "), values };
}

export type AuditEntryRow = {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  registration_id: string | null;
  business_name: string | null;
  person_id: string | null;
  person_name: string | null;
  credential_id: string | null;
  credential_label: string | null;
  import_id: string | null;
  file_name: string | null;
  details: Record<string, unknown>;
};

// Names are looked up for what is shown only. A subject's kind is the first word of its action.
export const NAMED_ENTRY = `
  entry.id, entry.at, entry.actor_kind, entry.actor_id, doer.name as actor_name, entry.action,
         entry.registration_id, r.business_name, person.id as person_id, person.name as person_name,
         c.id as credential_id, c.label as credential_label,
         i.id as import_id, i.file_name, entry.details`;
export const ENTRY_NAMES = `
    left join "user" doer on doer.id = entry.actor_id
    left join registration r on r.id = entry.registration_id
    left join "user" person on entry.action like 'user.%' and person.id::text = entry.subject_id
    left join credential c on entry.action like 'credential.%' and c.id::text = entry.subject_id
    left join import i on entry.action like 'import.%' and i.id::text = entry.subject_id`;

export function entryOf(row: AuditEntryRow): AuditLogEntry {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor_kind === "user" && row.actor_id ? { id: row.actor_id, name: row.actor_name } : null,
    action: row.action,
    registration:
      row.registration_id && row.business_name !== null
        ? { id: row.registration_id, businessName: row.business_name }
        : null,
    person: row.person_id && row.person_name ? { id: row.person_id, name: row.person_name } : null,
    credential:
      row.credential_id && row.credential_label !== null
        ? { id: row.credential_id, label: row.credential_label }
        : null,
    spreadsheet:
      row.import_id && row.file_name !== null ? { id: row.import_id, fileName: row.file_name } : null,
    details: row.details,
  };
}
