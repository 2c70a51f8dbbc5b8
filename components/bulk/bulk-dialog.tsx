"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { createBrowserUuid } from "@/components/ui/browser-uuid";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { type BulkKind, canUndo, isLeaving, MAX_ITEMS } from "@/lib/bulk/kinds";
import type { BulkRequest } from "@/lib/bulk/request";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import type { Assignee, BarSelection, BulkActions, Estimate, StartAnswer } from "./bulk-actions";
import { PersonField } from "./person-field";

/** Says how many a job will act on, how many not and why; asks once, starts it and goes to its page. */
export function BulkDialog({
  kind,
  selection,
  actions,
  onClose,
  onStarted,
}: {
  kind: BulkKind;
  selection: BarSelection;
  actions: BulkActions;
  onClose: () => void;
  onStarted?: () => void;
}) {
  const say = useMessages("bulk");
  const sayCommon = useMessages("common");
  const router = useRouter();
  const [assignee, setAssignee] = useState<Assignee | null>(null);
  const [jobId] = useState(createBrowserUuid);
  const [answer, setAnswer] = useState<StartAnswer | ActionFailure>();
  const [pending, startTransition] = useTransition();
  const request: BulkRequest = { kind, selection, assigneeId: assignee?.id ?? null };
  const estimate = useEstimate(actions.estimate, kind === "assign" && !assignee ? null : request);
  const will = estimate?.kind === "estimate" && !estimate.isTooMany ? estimate.will : 0;

  function start() {
    if (pending || will === 0) return;
    startTransition(async () => {
      const started = await actions.start({ ...request, id: jobId }).catch(unreachable);
      setAnswer(started);
      if (started.kind !== "started") return;
      onStarted?.();
      router.push(`/jobs/${started.id}`);
    });
  }

  return (
    <Dialog open onClose={onClose} title={say(`kind.${kind}`)} closeLabel={sayCommon("close")}>
      <div className="mt-2 flex flex-col gap-4">
        {kind === "assign" ? (
          <PersonField people={actions.people} selected={assignee} onSelect={setAssignee} />
        ) : null}
        {kind === "assign" && !assignee ? null : (
          <EstimateText kind={kind} estimate={estimate} name={assignee?.name ?? ""} />
        )}
        <StartFailure answer={answer} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <Button variant="primary" pending={pending} disabled={will === 0} onClick={start}>
            {will === 0 ? say(`kind.${kind}`) : say(`job.${kind}`, { count: will })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The estimate of the request; undefined while it is under way, and for no request. */
function useEstimate(
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

function EstimateText({
  kind,
  estimate,
  name,
}: {
  kind: BulkKind;
  estimate: Estimate | ActionFailure | undefined;
  name: string;
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
      <p className="font-medium">{say(`dialog.will.${kind}`, { count: estimate.will, name })}</p>
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

function StartFailure({ answer }: { answer: StartAnswer | ActionFailure | undefined }) {
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
