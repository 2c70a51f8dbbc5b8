"use server";

import * as z from "zod/mini";
import type { WorkItem } from "@/components/registrations/work/work-actions";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import type { WorkStanding } from "@/lib/followups/follow-up-view";
import { readWorkStanding } from "@/lib/followups/work";
import { formatDay } from "@/lib/i18n/format";
import { readReminder } from "@/lib/nudges/queries";
import { whoMustAct } from "@/lib/progress/progress";
import { LIST_QUERY_MAX_LENGTH, readListFilter } from "@/lib/registrations/list/filter";
import { getRegistration } from "@/lib/registrations/queries";
import { defineAction } from "@/lib/server/define-action";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { text } from "@/lib/text/input";
import { peekView } from "../(list)/peek-view";

/** One merchant of the line; "gone" where they wait for nobody any more. */
export const loadWorkItem = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid(), query: text(LIST_QUERY_MAX_LENGTH) }),
  async handler({ actor, input: { id, query } }) {
    const { filter } = readListFilter(new URLSearchParams(query));
    const standing = await readWorkStanding(actor, filter, id);
    const item = standing && (await readItem(actor, id, standing));
    return item ? { kind: "item" as const, item } : { kind: "gone" as const };
  },
});

function ifNotTheirTurn(error: unknown): null {
  if (error instanceof AppError && error.code === "not_possible_now") return null;
  throw error;
}

async function readItem(actor: UserActor, id: string, standing: WorkStanding): Promise<WorkItem | null> {
  const registration = await getRegistration(actor, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (!registration) return null;
  const [peek, reminder, progress, t, style] = await Promise.all([
    // The day to come back stands among what happened.
    peekView(registration, null),
    readReminder(actor, id).catch(ifNotTheirTurn),
    getTranslator("progress"),
    getTranslator("work"),
    getTimeStyle(),
  ]);
  const { status, archived } = registration;
  const now = new Date();
  const day = (at: string) => formatDay(new Date(at), now, style);
  const isUnknown = standing.progress === "UNKNOWN_VALUE";
  const label = (isUnknown && standing.progressRaw) || progress(standing.progress);
  const happened = [
    standing.followUp &&
      [t("plannedFor", { day: day(standing.followUp.at) }), standing.followUp.note]
        .filter(Boolean)
        .join(": "),
    standing.since && t("since", { progress: label, day: day(standing.since) }),
    standing.rejectionReason && t("dokuSays", { words: standing.rejectionReason }),
    standing.nudgedAt ? t("reminded", { day: day(standing.nudgedAt) }) : t("neverReminded"),
  ];
  return {
    ...peek,
    progress:
      status === "INVITED"
        ? {
            code: standing.progress,
            who: whoMustAct({ status, archived, progress: standing.progress }),
            label,
          }
        : null,
    happened: happened.filter((words) => words !== null),
    reminder,
    followUpAt: standing.followUp?.at ?? null,
  };
}
