"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { usePressIds } from "@/components/forms/use-press-ids";
import { LanguageChoice } from "@/components/nudges/language-choice";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/overlays/dialog";
import type { BulkKind } from "@/lib/bulk/kinds";
import type { BulkRequest } from "@/lib/bulk/request";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Locale } from "@/lib/i18n/locale";
import type { Assignee, BarSelection, BulkActions, StartAnswer } from "./bulk-actions";
import { EstimateText, StartFailure, useEstimate } from "./estimate";
import { PersonField } from "./person-field";

/** Says how many a job will act on, how many not and why; asks once, starts it and goes to its page. */
export function BulkDialog({
  kind,
  selection,
  actions,
  onClose,
  onStarted,
}: {
  /** A day for follow-ups is asked for by `BulkFollowUpDialog`. */
  kind: Exclude<BulkKind, "follow_up">;
  selection: BarSelection;
  actions: BulkActions;
  onClose: () => void;
  onStarted?: () => void;
}) {
  const say = useMessages("bulk");
  const sayCommon = useMessages("common");
  const router = useRouter();
  const [assignee, setAssignee] = useState<Assignee | null>(null);
  const [locale, setLocale] = useState<Locale>("id");
  const ids = usePressIds();
  const [answer, setAnswer] = useState<StartAnswer | ActionFailure>();
  const [pending, startTransition] = useTransition();
  const request: BulkRequest = { kind, selection, assigneeId: assignee?.id ?? null };
  const estimate = useEstimate(actions.estimate, kind === "assign" && !assignee ? null : request);
  const will = estimate?.kind === "estimate" && !estimate.isTooMany ? estimate.will : 0;

  function start() {
    if (pending || will === 0) return;
    startTransition(async () => {
      const started = await actions
        .start({ ...request, id: ids.idOf({ request, locale }), locale })
        .catch(unreachable);
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
        {kind === "nudge" ? (
          <LanguageChoice label={say("dialog.language")} locale={locale} onChoose={setLocale} />
        ) : null}
        {kind === "assign" && !assignee ? null : (
          <EstimateText kind={kind} estimate={estimate} name={assignee?.name ?? ""} language={locale} />
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
