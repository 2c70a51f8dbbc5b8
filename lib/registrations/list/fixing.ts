import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import type { DokuField } from "@/lib/doku/problem-field";
import { readRefusal } from "@/lib/doku/refusal-meaning";
import { type Remedy, remedyOf } from "@/lib/registrations/input/remedy";
import { COUNT_CAP, selectMatching } from "@/lib/registrations/list/counts";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { type Shown, showLabel } from "@/lib/registrations/sight";
import type { RegistrationStatus } from "@/lib/registrations/status";

const TIMEOUT_MS = 2_000;

/** What is refused and fits a filter, to be worked through: at most as many as a list counts. */
export type FixingQueue = {
  /** In the order of the list. */
  ids: string[];
  /** Those of them whose names can be put right without asking anybody, as they are and as they would be. */
  remedies: (Remedy & { id: string; name: Shown })[];
  /** When that was so, in ISO 8601. */
  readAt: string;
};

type Row = {
  id: string;
  businessName: string;
  representativeName: string;
  problem: string | null;
  problemField: DokuField | null;
  readAt: Date;
};

/** The filter of a list as that of what is to be fixed: the tab of the refused ones, from its beginning. */
export function fixingFilter(filter: ListFilter): ListFilter {
  return { ...filter, tab: "NEEDS_FIX", cursor: null, columns: null, view: null };
}

/** Reads the line at once, so that it does not move while somebody works on it. Null where that takes too long. */
export async function readFixingQueue(actor: Actor, filter: ListFilter): Promise<FixingQueue | null> {
  requireCan(actor, "registrations.write");
  const { text, values } = selectMatching(actor, fixingFilter(filter));
  const rows = await readWithin<Row>(TIMEOUT_MS, {
    text: `with matching as materialized (select id, at from (${text}) found limit ${COUNT_CAP})
           select r.id, r.business_name as "businessName", r.representative_name as "representativeName", r.problem,
                  r.problem_field as "problemField", now() as "readAt"
             from (select id, row_number() over () as place from matching) line join registration r using (id)
            order by line.place`,
    values,
  });
  if (!rows) return null;
  return {
    ids: rows.map(({ id }) => id),
    readAt: (rows[0]?.readAt ?? new Date(0)).toISOString(),
    remedies: rows.flatMap((row) => {
      const remedies =
        row.problem === null ? null : remedyOf(readRefusal(row.problem, row.problemField), row);
      return (remedies ?? []).map((remedy) => ({
        ...remedy,
        id: row.id,
        name: showLabel(actor, row.businessName),
      }));
    }),
  };
}

/** How registrations stand now that somebody has worked on, by their status. */
export async function countStanding(
  actor: Actor,
  ids: readonly string[],
): Promise<Partial<Record<RegistrationStatus, number>>> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{ status: RegistrationStatus; count: number }>(
    "select status, count(*)::int as count from registration where id = any($1::uuid[]) group by 1",
    [ids],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
