import type { Metadata, Route } from "next";
import { JobDetail } from "@/components/bulk/job-detail";
import { jobTitle } from "@/components/bulk/job-words";
import { listAddress } from "@/components/registrations/filter/address";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import type { OutcomeKey } from "@/lib/bulk/job-view";
import { canStop, canUndo, isLeftReason } from "@/lib/bulk/kinds";
import { listBulkItems } from "@/lib/bulk/queries";
import { readListFilter } from "@/lib/registrations/list/filter";
import { getTranslator } from "@/lib/server/language";
import { describeFilter } from "../../registrations/filter-description";
import { remindLeftOut, stop, undo } from "../actions";
import { findJob } from "./found-job";

export async function generateMetadata({ params }: PageProps<"/jobs/[id]">): Promise<Metadata> {
  const actor = await requirePermission("registrations.read");
  return { title: jobTitle(await getTranslator("bulk"), await findJob(actor, (await params).id)) };
}

export default async function JobPage({ params, searchParams }: PageProps<"/jobs/[id]">) {
  const actor = await requirePermission("registrations.read");
  const job = await findJob(actor, (await params).id);
  const query = await searchParams;
  const outcome = readOutcome(query.outcome);
  const after = readPosition(query.after);
  const { items, next } = await listBulkItems(actor, { jobId: job.id, outcome, after });
  const chosenBy = job.query === null ? null : await describeQuery(actor, job.query);
  const mayWrite = can(actor, "registrations.write");
  const address = (shown: OutcomeKey | null, from = 0): Route =>
    `?${new URLSearchParams({ outcome: shown ?? "all", ...(from > 0 && { after: String(from) }) })}`;
  return (
    <JobDetail
      job={job}
      chosenBy={chosenBy}
      canStop={mayWrite && canStop(job.status)}
      canUndo={
        mayWrite &&
        !canStop(job.status) &&
        canUndo(job.kind) &&
        !job.isUndo &&
        (job.undoneById === null || job.isHalfUndone) &&
        job.itemsRemovedAt === null &&
        job.done > 0
      }
      remindLeftOut={mayWrite && job.status === "finished" ? remindLeftOut : null}
      actions={{ stop, undo }}
      items={items}
      outcome={outcome}
      outcomeHref={address}
      first={after > 0 ? address(outcome) : null}
      next={next === null ? null : address(outcome, next)}
    />
  );
}

async function describeQuery(actor: UserActor, query: string) {
  const { filter } = readListFilter(new URLSearchParams(query));
  const words = (await describeFilter(actor, filter)).join(" · ");
  return { words: words || (await getTranslator("bulk"))("allRegistrations"), href: listAddress(filter) };
}

function readOutcome(text: string | string[] | undefined): OutcomeKey | null {
  if (typeof text !== "string") return null;
  return text === "done" || text === "pending" || isLeftReason(text) ? text : null;
}

function readPosition(text: string | string[] | undefined): number {
  return typeof text === "string" && /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
