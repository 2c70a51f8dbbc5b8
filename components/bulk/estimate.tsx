"use client";

import { useEffect, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { type BulkKind, canUndo, isLeaving, MAX_ITEMS } from "@/lib/bulk/kinds";
import type { BulkRequest } from "@/lib/bulk/request";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import type { BulkActions, Estimate, StartAnswer } from "./bulk-actions";

/** The estimate of the request; undefined while it is under way, and for no request. */
export function useEstimate(
  ask: BulkActions["estimate"],
  request: BulkRequest | null,
): Estimate | ActionFailure | undefined {
  const key = request && JSON.stringify([request.kind, request.assigneeId]);
  const [answer, setAnswer] = useState<{ key: string; estimate: Estimate | ActionFailure }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request; the selection does not change under an open dialog.
  useEffect(() => {
    if (!request || key === null) return;
    let isCurrent = true;
    void ask(request)
      .catch(unreachable)
      .then((estimate) => {
        if (isCurrent) setAnswer({ key, estimate });
      });
    return () => {
      isCurrent = false;
    };
  }, [key]);

  return answer?.key === key ? answer?.estimate : undefined;
}

/** What a job would do; while that is looked up, that it is. Needs the areas `bulk` and `errors`. */
export function EstimateText({
  kind,
  estimate,
  name = "",
  language = "",
}: {
  kind: BulkKind;
  estimate: Estimate | ActionFailure | undefined;
  /** To whom it assigns. */
  name?: string;
  /** Of its reminders. */
  language?: string;
}) {
  const say = useMessages("bulk");
  const locale = useClientLocale();
  if (estimate === undefined) {
    return (
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">{say("dialog.estimating")}</span>
        <Skeleton className="h-5 w-3/4" />
        <Skeleton className="h-5 w-1/2" />
      </div>
    );
  }
  if (estimate.kind === "failure") return <FailureNotice failure={estimate} />;
  if (estimate.isTooMany) {
    return (
      <Notice tone="warning">{say("dialog.tooMany", { limit: formatNumber(MAX_ITEMS, locale) })}</Notice>
    );
  }
  const left = estimate.total - estimate.will;
  return (
    <div role="status" className="flex flex-col gap-2 tabular-nums">
      <p className="font-medium">
        {say(`dialog.will.${kind}`, { count: estimate.will, name, locale: language })}
      </p>
      {left > 0 ? (
        <div className="text-ink-soft">
          <p>{say("dialog.left", { count: left })}</p>
          <ul className="mt-1 list-disc pl-5">
            {estimate.left.map(({ reason, count }) => (
              <li key={reason}>
                {say("dialog.leftItem", {
                  count: formatNumber(count, locale),
                  reason: say(`reason.${reason}`),
                })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <p className="text-ink-faint text-sm">
        {say("dialog.nothingYet")} {estimate.will > 0 ? <WayOut kind={kind} /> : null}
      </p>
    </div>
  );
}

/** How what is started can be ended or taken back. */
function WayOut({ kind }: { kind: BulkKind }) {
  const say = useMessages("bulk");
  if (canUndo(kind)) return say("dialog.canUndo");
  return isLeaving(kind) ? say("dialog.canStop") : null;
}

/** Why a job was not started; nothing where it was. */
export function StartFailure({ answer }: { answer: StartAnswer | ActionFailure | undefined }) {
  const say = useMessages("bulk");
  const locale = useClientLocale();
  switch (answer?.kind) {
    case "failure":
      return <FailureNotice failure={answer} />;
    case "nothing":
      return (
        <Notice tone="info" role="status">
          {say("dialog.nothing")}
        </Notice>
      );
    case "too_many":
      return (
        <Notice tone="warning" role="status">
          {say("dialog.tooMany", { limit: formatNumber(answer.limit, locale) })}
        </Notice>
      );
    case "started":
    case undefined:
      return null;
  }
}
