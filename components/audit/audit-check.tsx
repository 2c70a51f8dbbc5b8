"use client";

import SearchCheck from "lucide-react/icons/search-check";
import { useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import type { AuditCheck } from "@/lib/audit/verdict";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDateTime, type TimeStyle } from "@/lib/i18n/format";

/** Has the log checked against its seals, within the time that a page may wait; a server action. */
export type CheckAudit = (input: Record<string, never>) => Promise<AuditCheck | ActionFailure>;

const TONES = {
  sound: "success",
  unfinished: "info",
  busy: "info",
  broken: "danger",
} as const satisfies Record<AuditCheck["kind"], NoticeTone>;

/** The button that checks the log, and what came of it. `entries` are sealed in all. */
export function AuditCheckButton({
  entries,
  style,
  check,
}: {
  entries: number;
  style: TimeStyle;
  check: CheckAudit;
}) {
  const say = useMessages("auditSeal");
  const [answer, setAnswer] = useState<AuditCheck | ActionFailure>();
  const [pending, startTransition] = useTransition();

  function press() {
    if (pending) return;
    setAnswer(undefined);
    startTransition(async () => setAnswer(await check({}).catch(unreachable)));
  }

  function wordsOf(found: AuditCheck): string {
    switch (found.kind) {
      case "busy":
        return say("busy");
      case "broken":
        return say("broken", { position: found.position, from: found.fromId, upto: found.uptoId });
      case "sound":
      case "unfinished": {
        if (!found.uptoAt) return say("none");
        const time = formatDateTime(found.uptoAt, style);
        return say(found.kind, { entries: found.entries, all: entries, time });
      }
    }
  }

  return (
    <>
      <Button size="small" pending={pending} icon={<SearchCheck aria-hidden="true" />} onClick={press}>
        {say("check")}
      </Button>
      <div role="status" className="w-full empty:hidden">
        {pending ? <p className="text-ink-soft text-sm">{say("checking")}</p> : null}
        {answer && answer.kind !== "failure" ? (
          <Notice tone={TONES[answer.kind]}>{wordsOf(answer)}</Notice>
        ) : null}
      </div>
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
    </>
  );
}
