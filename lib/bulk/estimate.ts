import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import {
  type BulkFacts,
  type LeftReason,
  MAX_ITEMS,
  reasonNotToNudge,
  reasonToLeave,
} from "@/lib/bulk/kinds";
import type { BulkRequest } from "@/lib/bulk/request";
import { selectRows } from "@/lib/bulk/selection";
import { database } from "@/lib/db";
import { mailFrom } from "@/lib/mail/mailer";
import { COOL_DOWN_HOURS } from "@/lib/nudges/cool-down";
import { isMerchantsTurn, type NudgeFacts } from "@/lib/nudges/nudge-facts";
import { PUT_BACK_SQL } from "@/lib/registrations/ever-sent";

/** What a job would do, before anything is done. */
export type BulkEstimate = {
  total: number;
  will: number;
  /** Those it would leave as they are, the largest group first. */
  left: { reason: LeftReason; count: number }[];
  /** More match than one job takes; the figures are of the first `MAX_ITEMS`. */
  isTooMany: boolean;
};

type Group = BulkFacts & { isSameOwner: boolean; count: number };

/** How many of the selection a job would act on, how many not, and why. Changes nothing. */
export async function estimateBulk(
  actor: UserActor,
  { kind, selection, assigneeId }: BulkRequest,
): Promise<BulkEstimate> {
  requireCan(actor, "registrations.write");
  if (kind === "nudge") return estimateNudges(actor, selection);
  const { text, values } = selectRows(actor, selection);
  const assignee = `$${values.length + 1}`;
  const { rows } = await database().pool.query<Group>(
    `with chosen as materialized (select id from (${text}) matching limit ${MAX_ITEMS + 1})
     select r.status, r.archived_at is not null as archived, c.replay,
            coalesce(r.claim_until > clock_timestamp(), false) as sending,
            ${PUT_BACK_SQL} as "wasPutBack",
            r.owner_id is not distinct from ${assignee}::uuid as "isSameOwner", count(*)::int as count
       from chosen join registration r on r.id = chosen.id join credential c on c.id = r.credential_id
      group by 1, 2, 3, 4, 5, 6`,
    [...values, assigneeId],
  );
  return sumUp(
    rows.map(({ isSameOwner, count, ...facts }) => ({
      count,
      reason: kind === "assign" && isSameOwner ? "same_owner" : reasonToLeave(kind, facts),
    })),
  );
}

type NudgeGroup = Pick<NudgeFacts, "status" | "archived" | "progress"> & {
  isCooling: boolean;
  hasEmail: boolean;
  count: number;
};

async function estimateNudges(actor: UserActor, selection: BulkRequest["selection"]): Promise<BulkEstimate> {
  const { text, values } = selectRows(actor, selection);
  const { rows } = await database().pool.query<NudgeGroup>(
    `with chosen as materialized (select id from (${text}) matching limit ${MAX_ITEMS + 1})
     select r.status, r.archived_at is not null as archived, r.progress, r.representative_email <> '' as "hasEmail",
            coalesce(r.nudged_at > clock_timestamp() - interval '${COOL_DOWN_HOURS} hours', false) as "isCooling",
            count(*)::int as count
       from chosen join registration r on r.id = chosen.id
      group by 1, 2, 3, 4, 5`,
    [...values],
  );
  const hasServer = mailFrom() !== null;
  return sumUp(
    rows.map(({ count, ...facts }) => ({
      count,
      reason: hasServer
        ? reasonNotToNudge({ ...facts, isTheirTurn: isMerchantsTurn(facts) })
        : "no_mail_server",
    })),
  );
}

function sumUp(groups: readonly { reason: LeftReason | null; count: number }[]): BulkEstimate {
  const left = new Map<LeftReason, number>();
  for (const { reason, count } of groups) if (reason) left.set(reason, (left.get(reason) ?? 0) + count);
  const total = sum(groups.map(({ count }) => count));
  return {
    total: Math.min(total, MAX_ITEMS),
    will: Math.min(total, MAX_ITEMS) - sum([...left.values()]),
    left: [...left].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    isTooMany: total > MAX_ITEMS,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
