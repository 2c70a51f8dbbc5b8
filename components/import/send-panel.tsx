"use client";

import Send from "lucide-react/icons/send";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState, useTransition } from "react";
import { unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DetailsFold } from "@/components/ui/details-fold";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber, TIME_ZONE_LABELS, type TimeZone } from "@/lib/i18n/format";
import type { ImportActions, SendAnswer } from "./import-actions";
import { readLocalTime } from "./local-time";

/** Sends the ready rows: says where they go, asks for their number in production, and lets the start wait. */
export function SendPanel({
  importId,
  ready,
  mustTypeCount,
  timeZone,
  send,
  children,
}: {
  importId: string;
  ready: number;
  mustTypeCount: boolean;
  timeZone: TimeZone;
  send: ImportActions["send"];
  /** What stands above the choices: where it goes, and what is not sent. */
  children: ReactNode;
}) {
  const say = useMessages("imports");
  const locale = useClientLocale();
  const router = useRouter();
  const countId = useId();
  const atId = useId();
  const [isHeld, setHeld] = useState(false);
  const [error, setError] = useState<{ field: "count" | "at"; text: string }>();
  const [answer, setAnswer] = useState<SendAnswer>();
  const [pending, startTransition] = useTransition();
  const count = formatNumber(ready, locale);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    const typed = String(form.get("count") ?? "").replace(/[\s.,]/g, "");
    const at = readLocalTime(String(form.get("at") ?? ""), timeZone);
    const wrong = mustTypeCount && !/^\d+$/.test(typed) ? "count" : at === "past" ? "at" : null;
    if (wrong) {
      setError({
        field: wrong,
        text: wrong === "count" ? say("send.countMissing", { count }) : say("send.atPast"),
      });
      document.getElementById(wrong === "count" ? countId : atId)?.focus();
      return;
    }
    setError(undefined);
    startTransition(async () => {
      const typedCount = mustTypeCount ? Number(typed) : null;
      const scheduledAt = at instanceof Date ? at.toISOString() : null;
      const sent = await send({ importId, typedCount, holdAfterFirst: isHeld, scheduledAt }).catch(
        unreachable,
      );
      setAnswer(sent);
      router.refresh();
    });
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {children}
      {ready > 1 ? (
        <Checkbox
          label={say("send.hold")}
          hint={say(isHeld ? "send.firstRowHeld" : "send.firstRow")}
          checked={isHeld}
          onChange={({ currentTarget }) => setHeld(currentTarget.checked)}
        />
      ) : null}
      {mustTypeCount ? (
        <TextField
          id={countId}
          name="count"
          inputMode="numeric"
          autoComplete="off"
          className="max-w-64"
          label={say("send.count")}
          hint={say("send.countHint", { count })}
          error={error?.field === "count" ? error.text : undefined}
        />
      ) : null}
      <DetailsFold summary={say("send.later")}>
        <TextField
          id={atId}
          name="at"
          type="datetime-local"
          className="max-w-64"
          label={say("send.at", { zone: TIME_ZONE_LABELS[timeZone] })}
          hint={say("send.atHint")}
          error={error?.field === "at" ? error.text : undefined}
        />
      </DetailsFold>
      <SendRefusal answer={answer} />
      <Button
        type="submit"
        variant="primary"
        className="self-start max-sm:w-full"
        pending={pending}
        icon={<Send aria-hidden="true" />}
      >
        {say("send.submit", { count: ready, digits: String(ready) })}
      </Button>
    </form>
  );
}

function SendRefusal({ answer }: { answer: SendAnswer | undefined }) {
  const say = useMessages("imports");
  switch (answer?.kind) {
    case "failure":
      return <FailureNotice failure={answer} />;
    case "count_differs":
      return (
        <Notice tone="danger" role="alert">
          {say("send.countDiffers", { count: answer.count })}
        </Notice>
      );
    case "nothing_to_send":
      return (
        <Notice tone="info" role="status">
          {say("send.nothing")}
        </Notice>
      );
    case "started":
    case "scheduled":
    case undefined:
      return null;
  }
}
