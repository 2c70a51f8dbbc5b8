import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import type { AuditHead } from "./head-text";

const PAGE_SIZE = 50;

export type AuditLogEntry = {
  id: string;
  at: Date;
  /** Null is the system; the name is null where the person is not known any more. */
  actor: { id: string; name: string | null } | null;
  action: string;
  registration: { id: string; businessName: string } | null;
  person: { id: string; name: string } | null;
  credential: { id: string; label: string } | null;
  /** `fileName` is "" for pasted rows. */
  spreadsheet: { id: string; fileName: string } | null;
  details: Record<string, unknown>;
};

export type AuditLogPage = {
  entries: AuditLogEntry[];
  /** Give it as `before` to get the entries that come next; null at the end. */
  older: string | null;
  /** Whether this is not the newest page. */
  isLater: boolean;
};

type Row = {
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

/** A cursor as it stands in an address: the id of an entry. Anything else means the newest page. */
export function parseAuditCursor(text: unknown): string | null {
  return typeof text === "string" && /^[1-9]\d{0,17}$/.test(text) ? text : null;
}

/** Audit entries, newest first, fifty a page. Throws AppError `not_allowed` without `audit.read`. */
export async function listAuditEntries(actor: Actor, before: string | null): Promise<AuditLogPage> {
  requireCan(actor, "audit.read");
  // Names are looked up for the page only. A subject's kind is the first word of its action.
  const found = await database().pool.query<Row>(
    `with page as (
       select * from audit_entry where $1::bigint is null or id < $1 order by id desc limit ${PAGE_SIZE + 1}
     )
     select page.id, page.at, page.actor_kind, page.actor_id, doer.name as actor_name, page.action,
            page.registration_id, r.business_name, person.id as person_id, person.name as person_name,
            c.id as credential_id, c.label as credential_label,
            i.id as import_id, i.file_name, page.details
     from page
     left join "user" doer on doer.id = page.actor_id
     left join registration r on r.id = page.registration_id
     left join "user" person on page.action like 'user.%' and person.id::text = page.subject_id
     left join credential c on page.action like 'credential.%' and c.id::text = page.subject_id
     left join import i on page.action like 'import.%' and i.id::text = page.subject_id
     order by page.id desc`,
    [before],
  );
  const rows = found.rows.slice(0, PAGE_SIZE);
  return {
    entries: rows.map(entryOf),
    older: found.rows.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null,
    isLater: before !== null,
  };
}

function entryOf(row: Row): AuditLogEntry {
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

export type AuditSealView = { sealedAt: Date; entries: number; head: AuditHead };

/** The newest seal of the log, null before the first. Throws AppError `not_allowed` without `audit.read`. */
export async function getAuditSeal(actor: Actor): Promise<AuditSealView | null> {
  requireCan(actor, "audit.read");
  const { rows } = await database().pool.query<{ at: Date; entries: string; position: string; hash: string }>(
    `select sealed_at as at, entries, position, encode(hash, 'hex') as hash
       from audit_seal order by position desc limit 1`,
  );
  const [seal] = rows;
  if (!seal) return null;
  const { at, entries, position, hash } = seal;
  return { sealedAt: at, entries: Number(entries), head: { position, hash } };
}
