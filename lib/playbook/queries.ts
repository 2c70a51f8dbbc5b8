import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import type { DokuField } from "@/lib/doku/problem-field";
import { isReason, type Outcome } from "@/lib/doku/reason";
import { showLabel } from "@/lib/registrations/sight";
import { attemptCause } from "./attempt-cause";
import type { AttemptExplanation, PlaybookEntryView } from "./entry-view";

const SELECT_ENTRIES = `
  select p.cause, p.meaning, p.fix, u.name as "authorName", p.updated_at as "updatedAt"
    from playbook_entry p join "user" u on u.id = p.author_id
   where p.cause = any($1)`;

/** What the team wrote about these causes, by cause. */
export async function findPlaybookEntries(
  actor: Actor,
  causes: readonly string[],
): Promise<Map<string, PlaybookEntryView>> {
  requireCan(actor, "registrations.read");
  if (causes.length === 0) return new Map();
  const { rows } = await database().pool.query<Omit<PlaybookEntryView, "updatedAt"> & { updatedAt: Date }>(
    SELECT_ENTRIES,
    [causes],
  );
  return new Map(
    rows.map((row) => [
      row.cause,
      {
        ...row,
        meaning: showLabel(actor, row.meaning),
        fix: showLabel(actor, row.fix),
        updatedAt: row.updatedAt.toISOString(),
      },
    ]),
  );
}

type AttemptRow = {
  number: number;
  outcome: Outcome | null;
  reason: string | null;
  message: string | null;
  problemField: DokuField | null;
};

/** The explanation of each attempt of a registration that has one, by the attempt's number. */
export async function explainAttempts(
  actor: Actor,
  registrationId: string,
): Promise<Map<number, AttemptExplanation>> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<AttemptRow>(
    `select number, outcome, reason, message, problem_field as "problemField"
       from attempt where registration_id = $1`,
    [registrationId],
  );
  const causes = new Map<number, string>();
  for (const { number, outcome, reason, ...words } of rows) {
    const cause = attemptCause(outcome, reason !== null && isReason(reason) ? { reason, ...words } : null);
    if (cause) causes.set(number, cause);
  }
  const entries = await findPlaybookEntries(actor, [...new Set(causes.values())]);
  return new Map(
    [...causes].map(([number, cause]) => [number, { cause, entry: entries.get(cause) ?? null }]),
  );
}
