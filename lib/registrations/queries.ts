import { type AuditAction, isAuditAction } from "@/lib/audit/actions";
import type { Actor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { prismaClient } from "@/lib/prisma";
import type { ListCursor } from "@/lib/registrations/list-cursor";
import { LIST_TABS, type ListFilter, type ListTab } from "@/lib/registrations/list-filter";
import { permittedActions } from "@/lib/registrations/permitted-actions";
import type { RegistrationRow, RegistrationView } from "@/lib/registrations/registration-view";
import { searchConditions } from "@/lib/registrations/search";
import { allowedActions } from "@/lib/registrations/status";

export const LIST_PAGE_SIZE = 50;
/** A count stops here: "1,000+" is read from at most this many index entries. */
export const COUNT_CAP = 1_000;

export type ListPage = { rows: RegistrationRow[]; newer: ListCursor | null; older: ListCursor | null };

/** One page of the list, newest first, and the places to go on from. */
export async function listRegistrations(actor: Actor, filter: ListFilter): Promise<ListPage> {
  requireCan(actor, "registrations.read");
  const values: unknown[] = [env().doku.environment];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    `r.environment = $1`,
    tabCondition(filter.tab),
    ...searchConditions(filter.query, bind),
  ];
  const newer = filter.cursor?.direction === "newer";
  if (filter.cursor) {
    const place = `(${bind(filter.cursor.at)}::timestamptz, ${bind(filter.cursor.id)}::uuid)`;
    conditions.push(`(r.created_at, r.id) ${newer ? ">" : "<"} ${place}`);
  }
  const order = newer ? "asc" : "desc";
  const { rows } = await database().pool.query<RegistrationRow & { createdAt: Date; nextRunAt: Date | null }>(
    `select r.id, r.business_name as "businessName", r.representative_name as "representativeName",
            r.partner_ref_id as "partnerReference", r.status, r.archived_at is not null as archived,
            u.name as "ownerName", r.created_at as "createdAt", r.problem, r.next_run_at as "nextRunAt",
            coalesce(r.claim_until > clock_timestamp(), false) as sending,
            (select b.business_id from business b where b.registration_id = r.id order by b.received_at limit 1) as "businessId"
       from registration r join "user" u on u.id = r.owner_id
      where ${conditions.join(" and ")}
      order by r.created_at ${order}, r.id ${order}
      limit ${LIST_PAGE_SIZE + 1}`,
    values,
  );
  return toPage(rows, filter);
}

function tabCondition(tab: ListTab): string {
  if (tab === "archived") return "r.archived_at is not null";
  return tab === "all" ? "r.archived_at is null" : `r.archived_at is null and r.status = '${tab}'`;
}

/** One row more than the page was read: it tells whether there is a next page in that direction. */
function toPage(
  read: (RegistrationRow & { createdAt: Date; nextRunAt: Date | null })[],
  { cursor }: ListFilter,
): ListPage {
  const hasMore = read.length > LIST_PAGE_SIZE;
  const page = read.slice(0, LIST_PAGE_SIZE);
  const backwards = cursor?.direction === "newer";
  if (backwards) page.reverse();
  const rows = page.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
  }));
  const first = rows[0];
  const last = rows.at(-1);
  const hasNewer = backwards ? hasMore : cursor !== null;
  const hasOlder = backwards || hasMore;
  return {
    rows,
    newer:
      first && hasNewer ? { by: "created", direction: "newer", at: first.createdAt, id: first.id } : null,
    older: last && hasOlder ? { by: "created", direction: "older", at: last.createdAt, id: last.id } : null,
  };
}

/** How many registrations each tab has, at most `COUNT_CAP + 1` (which is to be shown as "1,000+"). */
export async function countByTab(actor: Actor): Promise<Record<ListTab, number>> {
  requireCan(actor, "registrations.read");
  const counts = LIST_TABS.map(
    (tab) =>
      `(select count(*)::int from (select 1 from registration r where r.environment = $1 and ${tabCondition(tab)} limit ${COUNT_CAP + 1}) counted) as "${tab}"`,
  );
  const { rows } = await database().pool.query<Record<ListTab, number>>(`select ${counts.join(", ")}`, [
    env().doku.environment,
  ]);
  const row = rows[0];
  if (!row) throw new Error("the counts were not read");
  return row;
}

const ID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const DETAIL_INCLUDE = {
  credential: { select: { label: true, replay: true, pausedAt: true } },
  owner: { select: { name: true } },
  createdBy: { select: { name: true } },
  attempts: { orderBy: { number: "desc" } },
  businesses: { orderBy: { receivedAt: "asc" }, include: { brands: { orderBy: { brandId: "asc" } } } },
} as const;

/** Whether the text is the id of a registration; one look at an index. */
export async function isRegistration(actor: Actor, id: string): Promise<boolean> {
  requireCan(actor, "registrations.read");
  if (!ID_FORM.test(id)) return false;
  const { rowCount } = await database().pool.query("select 1 from registration where id = $1", [id]);
  return rowCount === 1;
}

/** Everything the page of one registration shows. Throws AppError `not_found`. */
export async function getRegistration(actor: Actor, id: string): Promise<RegistrationView> {
  requireCan(actor, "registrations.read");
  if (!ID_FORM.test(id)) throw new AppError("not_found");
  const prisma = prismaClient();
  const { pool } = database();
  const row = await prisma.registration.findUnique({ where: { id }, include: DETAIL_INCLUDE });
  if (!row) throw new AppError("not_found");
  const clock = await pool.query<{ now: Date }>("select clock_timestamp() as now");
  const now = clock.rows[0]?.now ?? new Date();
  const sending = row.claimUntil !== null && row.claimUntil > now;
  return {
    id: row.id,
    credential: { ...row.credential, pausedAt: row.credential.pausedAt?.toISOString() ?? null },
    status: row.status,
    archived: row.archivedAt !== null,
    sending,
    actions: permittedActions(
      actor,
      allowedActions({
        status: row.status,
        archived: row.archivedAt !== null,
        replay: row.credential.replay,
        everSent: row.attempts.some((attempt) => attempt.bytesWritten !== false),
        sending,
        planned: row.nextRunAt !== null,
      }),
    ),
    partnerReference: row.partnerRefId,
    input: {
      businessName: row.businessName,
      representativeName: row.representativeName,
      representativeEmail: row.representativeEmail,
      phoneNumber: row.phoneInput,
      country: row.phoneCountry,
      invitedUserEmail: row.invitedUserEmail,
      referralCode: row.referralCode,
      partnerReference: row.partnerRefId,
    },
    phoneE164: row.phoneE164,
    duplicateReason: row.duplicateReason,
    requestId: row.requestId,
    ownerName: row.owner.name,
    createdByName: row.createdBy.name,
    createdAt: row.createdAt.toISOString(),
    queuedAt: row.queuedAt?.toISOString() ?? null,
    invitedAt: row.invitedAt?.toISOString() ?? null,
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
    lastOutcome: row.lastOutcome,
    problem: row.problem,
    problemField: row.problemField,
    businesses: row.businesses.map((business) => ({
      businessId: business.businessId,
      source: business.source,
      receivedAt: business.receivedAt.toISOString(),
      brandIds: business.brands.map((brand) => brand.brandId),
    })),
    attempts: row.attempts.map((attempt) => ({
      number: attempt.number,
      kind: attempt.kind,
      requestId: attempt.requestId,
      startedAt: attempt.startedAt.toISOString(),
      endedAt: attempt.endedAt?.toISOString() ?? null,
      outcome: attempt.outcome,
      reason: attempt.reason,
      httpStatus: attempt.httpStatus,
      errorCode: attempt.errorCode,
      message: attempt.message,
      maskedAnswer: attempt.maskedAnswer,
      latencyMs: attempt.latencyMs,
      signature: attempt.signature,
      reportedBusinessId: attempt.reportedBusinessId,
    })),
  };
}

const AUDIT_SHOWN = 100;

export type RegistrationAuditEntry = {
  id: string;
  at: string;
  actorName: string | null;
  action: AuditAction;
  /** What the person wrote, where a reason is asked for. */
  reason: string | null;
};

/** The audit entries of one registration, newest first. `actorName` is null for the system. */
export async function listRegistrationAudit(
  actor: Actor,
  registrationId: string,
): Promise<RegistrationAuditEntry[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{
    id: string;
    at: Date;
    actorName: string | null;
    action: string;
    reason: string | null;
  }>(
    `select a.id::text, a.at, u.name as "actorName", a.action, a.details ->> 'reason' as reason
       from audit_entry a left join "user" u on u.id = a.actor_id
      where a.registration_id = $1 order by a.id desc limit ${AUDIT_SHOWN}`,
    [registrationId],
  );
  return rows.flatMap(({ action, at, ...row }) =>
    isAuditAction(action) ? [{ ...row, action, at: at.toISOString() }] : [],
  );
}
