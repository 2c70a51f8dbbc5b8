import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { TimeText } from "@/components/ui/text/time-text";
import type { AdviceFacts } from "@/lib/playbook/built-in";
import type { AttemptView } from "@/lib/registrations/registration-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { Attempt, type AttemptKnowledge } from "./attempts";
import { orderTimeline } from "./timeline-order";

/** What somebody did with the registration. */
export type HistoryEntry = {
  id: string;
  at: string;
  actorName: string | null;
  label: string;
  reason: string | null;
  /** What somebody wrote down, in their own lines. */
  note?: string;
};

/** What people did and every signed call, in one order, newest first. */
export async function Timeline({
  attempts,
  history,
  adviceFacts,
  knowledge,
  composer,
  escalate,
  seen,
}: {
  attempts: readonly AttemptView[];
  history: readonly HistoryEntry[];
  /** Of the registration, for the advice beside its newest attempt. */
  adviceFacts: AdviceFacts;
  knowledge: AttemptKnowledge;
  /** Where a note is written. */
  composer: ReactNode;
  /** The button that asks DOKU about it. */
  escalate: ReactNode;
  /** Shows nothing: tells that a mention was seen. */
  seen: ReactNode;
}) {
  const t = await getTranslator("detail");
  const newest = attempts.find(({ outcome }) => outcome !== null);
  const { latest, steps } = orderTimeline(attempts, history);
  return (
    <Card title={t("timelineTitle")} actions={escalate}>
      {seen}
      {composer ? <div className="pb-4">{composer}</div> : null}
      <div className="timeline">
        {latest.map((entry) => (
          <Deed key={entry.id} entry={entry} />
        ))}
        {/* What was done stands with the attempt that followed, so that the list is one of attempts alone. */}
        {steps.length > 0 ? (
          <ol aria-label={t("attemptsTitle")}>
            {steps.map(({ attempt, deeds }) => (
              <li key={attempt.number}>
                <Moment isAttempt>
                  <Attempt
                    attempt={attempt}
                    knowledge={knowledge}
                    adviceFacts={attempt === newest ? adviceFacts : null}
                  />
                </Moment>
                {deeds.map((entry) => (
                  <Deed key={entry.id} entry={entry} />
                ))}
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </Card>
  );
}

async function Deed({ entry: { at, actorName, label, reason, note } }: { entry: HistoryEntry }) {
  const [t, style] = await Promise.all([getTranslator("detail"), getTimeStyle()]);
  return (
    <Moment>
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5">
        <p className="min-w-0 text-sm [overflow-wrap:anywhere]">
          {label} <span className="text-ink-faint">· {actorName ?? t("bySystem")}</span>
        </p>
        <TimeText at={at} style={style} className="ml-auto text-ink-faint text-xs tabular-nums" />
        {note ? <p className="w-full whitespace-pre-wrap [overflow-wrap:anywhere]">{note}</p> : null}
        {reason ? (
          <p className="w-full text-ink-soft text-sm [overflow-wrap:anywhere]">
            {t("reason.quoted", { reason })}
          </p>
        ) : null}
      </div>
    </Moment>
  );
}

/** A point on the line of time; that of an attempt is the larger one. */
function Moment({ isAttempt = false, children }: { isAttempt?: boolean; children: ReactNode }) {
  return (
    <div className="moment">
      <span
        aria-hidden="true"
        className={
          isAttempt ? "moment-dot border-accent bg-accent-wash" : "moment-dot border-line-strong bg-surface"
        }
      />
      {children}
    </div>
  );
}
