import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { asTold } from "@/lib/doku/business-data";
import { AppError } from "@/lib/errors";
import type { Progress, ProgressSource } from "@/lib/generated/prisma/enums";
import { isSame } from "@/lib/progress/decide";
import { combine, type MeaningOf, type PlacedValue } from "@/lib/progress/meaning";
import { readMeanings } from "@/lib/progress/meanings";
import type { LookEndingKind } from "@/lib/progress/next-look";
import { whoMustAct } from "@/lib/progress/progress";
import type { Drift, MeaningView, ProgressView, ReportView, ToldView } from "@/lib/progress/progress-view";
import { showEmail } from "@/lib/registrations/masked-view";
import { showCode, showLabel, showNote, showWords } from "@/lib/registrations/sight";
import type { RegistrationStatus } from "@/lib/registrations/status";

type Row = {
  status: RegistrationStatus;
  isArchived: boolean;
  progress: Progress | null;
  raw: string | null;
  source: ProgressSource | null;
  since: Date | null;
  saidAt: Date | null;
  byName: string | null;
  refusedReason: string | null;
  businessName: string;
  emails: string[];
  lookedAt: Date | null;
  lookEnding: LookEndingKind | null;
  toldAt: Date | null;
  name: string | null;
  email: string | null;
  businessType: string | null;
  legalEntity: string | null;
  rejectionReason: string | null;
  statuses: PlacedValue[];
  foreignBrandIds: string[];
  hasBrand: boolean;
};

const READ = `
  select r.status, r.archived_at is not null as "isArchived", r.progress, r.progress_raw as raw,
         r.progress_source as source, r.progress_since as since, r.progress_at as "saidAt",
         case when r.progress_source <> 'doku' then
           (select u.name from progress_report p join "user" u on u.id = p.actor_id
             where p.registration_id = r.id order by p.at desc limit 1) end as "byName",
         c.look_refused_reason as "refusedReason", r.business_name as "businessName",
         array[r.representative_email, r.invited_user_email] as emails,
         v.looked_at as "lookedAt", v.look_ending as "lookEnding", v.told_at as "toldAt", v.name, v.email,
         v.business_type as "businessType", v.legal_entity as "legalEntity", v.rejection_reason as "rejectionReason",
         coalesce(v.statuses, '[]') as statuses,
         exists (select from business b join brand d on d.business_row_id = b.id where b.registration_id = r.id) as "hasBrand",
         array(select brand.brand_id from jsonb_to_recordset(v.brands) as told(id text)
                 join brand on brand.environment = r.environment and brand.brand_id = told.id
                 join business on business.id = brand.business_row_id
                where business.registration_id <> r.id) as "foreignBrandIds"
    from registration r join credential c on c.id = r.credential_id
    left join doku_view v on v.registration_id = r.id
   where r.id = $1`;

/** How DOKU's review of a registration stands, as this reader may see it. Throws AppError `not_found`. */
export async function getProgress(actor: Actor, registrationId: string): Promise<ProgressView> {
  requireCan(actor, "registrations.read");
  const { pool } = database();
  const row = (await pool.query<Row>(READ, [registrationId])).rows[0];
  if (!row) throw new AppError("not_found");
  const progress = row.progress ?? "NOT_CHECKED";
  const meaningOf = await readMeanings(pool, row.statuses);
  // DOKU repeating itself is written beside the registration alone.
  const said = combine(row.statuses, meaningOf);
  const isSaidAgain = row.source === "doku" && said !== null && isSame(said, row);
  const asOf = isSaidAgain ? row.toldAt : row.saidAt;
  return {
    progress,
    who: whoMustAct({ status: row.status, archived: row.isArchived, progress }),
    raw: showCode(actor, row.raw),
    source: row.source,
    byName: row.byName,
    since: row.since?.toISOString() ?? null,
    asOf: asOf?.toISOString() ?? null,
    look: row.lookedAt && row.lookEnding ? { at: row.lookedAt.toISOString(), ending: row.lookEnding } : null,
    told: row.toldAt ? toldOf(actor, row, { toldAt: row.toldAt, meaningOf }) : null,
    hasBrand: row.hasBrand,
    refusedReason: row.refusedReason,
  };
}

function toldOf(
  actor: Actor,
  row: Row,
  { toldAt, meaningOf }: { toldAt: Date; meaningOf: MeaningOf },
): ToldView {
  return {
    at: toldAt.toISOString(),
    businessType: showCode(actor, row.businessType),
    legalEntity: showCode(actor, row.legalEntity),
    rejectionReason: showWords(actor, row.rejectionReason),
    values: row.statuses.map(({ place, raw }) => ({
      place,
      raw: showWords(actor, raw),
      meaning: meaningOf({ place, raw }),
    })),
    drift: {
      name: driftOf("name", [row.businessName], row.name, (name) => showLabel(actor, name)),
      email: driftOf("email", row.emails, row.email, (email) => showEmail(actor, email)),
    },
    foreignBrandIds: row.foreignBrandIds,
  };
}

/** Of what was sent the first, where what DOKU has is none of it; how it is written does not count. */
function driftOf(
  field: Parameters<typeof asTold>[1],
  sent: readonly string[],
  atDoku: string | null,
  show: (text: string) => string,
): Drift | null {
  const [first = ""] = sent;
  const alike = (text: string) => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  if (atDoku === null || sent.some((text) => alike(asTold(text, field)) === alike(atDoku))) return null;
  return { here: show(first), atDoku: show(atDoku) };
}

const REPORTS_SHOWN = 100;

/** What became of the progress and what people said of it, newest first. */
export async function listReports(actor: Actor, registrationId: string): Promise<ReportView[]> {
  requireCan(actor, "registrations.read");
  type Read = Omit<ReportView, "at" | "raw" | "note"> & { at: Date; raw: string | null; note: string | null };
  const { rows } = await database().pool.query<Read>(
    `select p.id, p.at, p.source, p.progress, p.raw, p.note, u.name as "actorName"
       from progress_report p left join "user" u on u.id = p.actor_id
      where p.registration_id = $1 order by p.at desc, p.id desc limit ${REPORTS_SHOWN}`,
    [registrationId],
  );
  return rows.map(({ at, raw, note, ...row }) => ({
    ...row,
    at: at.toISOString(),
    raw: showCode(actor, raw),
    note: showNote(actor, note),
  }));
}

const MEANINGS_SHOWN = 500;

/** DOKU's values: those that nobody has said anything about first, then by place. */
export async function listMeanings(actor: Actor): Promise<MeaningView[]> {
  requireCan(actor, "progress.manage");
  type Read = Pick<MeaningView, "place" | "raw" | "decidedByName"> & {
    meaning: Progress | null;
    saysNothing: boolean;
    seenAt: Date;
    decidedAt: Date | null;
  };
  const { rows } = await database().pool.query<Read>(
    `select m.place, m.raw, m.meaning, m.says_nothing as "saysNothing", m.seen_at as "seenAt",
            m.decided_at as "decidedAt", u.name as "decidedByName"
       from progress_meaning m left join "user" u on u.id = m.decided_by_id
      order by m.meaning is null and not m.says_nothing desc, m.place, m.raw limit ${MEANINGS_SHOWN}`,
  );
  return rows.map(({ meaning, saysNothing, seenAt, decidedAt, ...row }) => ({
    ...row,
    meaning: saysNothing ? "says_nothing" : meaning,
    seenAt: seenAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }));
}
