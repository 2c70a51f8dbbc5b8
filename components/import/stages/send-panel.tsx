"use client";

import Send from "lucide-react/icons/send";
import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { type Ending, useActionForm } from "@/components/forms/use-action-form";
import type { ImportActions, SendAnswer } from "@/components/import/import-actions";
import { useRefresh } from "@/components/pending/use-refresh";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatDateTime, formatNumber, TIME_ZONE_LABELS, type TimeZone } from "@/lib/i18n/format";
import { readLocalTime } from "./local-time";

/** Sends the ready rows: says where they go, asks for their number in production, and lets the start wait. */
export function SendPanel({
  importId,
  ready,
  mustTypeCount,
  asksToLook,
  timeZone,
  send,
  children,
}: {
  importId: string;
  ready: number;
  mustTypeCount: boolean;
  /** Whether a backup was put back, since when rows that stand as not sent may have been. */
  asksToLook: boolean;
  timeZone: TimeZone;
  send: ImportActions["send"];
  /** What stands above the choices: where it goes, and what is not sent. */
  children: ReactNode;
}) {
  const say = useMessages("imports");
  const locale = useClientLocale();
  const refresh = useRefresh();
  const count = formatNumber(ready, locale);
  const { form, attributes, failure, ending, field, errorOf } = useActionForm({
    loadSchema: async () =>
      (await import("./send-input")).sendSchema({ mustTypeCount, asksToLook, timeZone }),
    initial: { count: "", at: "", holdAfterFirst: false, hasLooked: false },
    fields: ["count", "at", "hasLooked"],
    codes: ["countMissing", "atPast", "lookMissing"],
    say: ({ code }) => say(`send.${code}`, { count }),
    async action({ count: typed, at, holdAfterFirst, hasLooked }) {
      // Where nothing is typed, the button says how many.
      const typedCount = mustTypeCount ? Number(typed.replace(/[\s.,]/g, "")) : ready;
      const time = readLocalTime(at, timeZone);
      const scheduledAt = time instanceof Date ? time.toISOString() : null;
      try {
        return await send({ importId, typedCount, holdAfterFirst, scheduledAt, hasLooked });
      } finally {
        await refresh();
      }
    },
  });
  const [isHeld, at] = useWatch({ control: form.control, name: ["holdAfterFirst", "at"] });
  // The field has the order of day and month that the browser is set to; these words have one.
  const start = readLocalTime(at, timeZone);

  return (
    <form {...attributes} className="flex flex-col gap-4">
      {children}
      {ready > 1 ? (
        <Checkbox
          label={say("send.hold")}
          hint={say(isHeld ? "send.firstRowHeld" : "send.firstRow")}
          {...form.register("holdAfterFirst")}
        />
      ) : null}
      {mustTypeCount ? (
        <TextField
          {...field("count")}
          inputMode="numeric"
          autoComplete="off"
          className="max-w-64"
          label={say("send.count")}
          hint={say("send.countHint", { count })}
        />
      ) : null}
      <DetailsFold summary={say("send.later")}>
        <TextField
          {...field("at")}
          type="datetime-local"
          className="max-w-64"
          label={say("send.at", { zone: TIME_ZONE_LABELS[timeZone] })}
          hint={
            start instanceof Date
              ? say("send.atEcho", { time: formatDateTime(start, { locale, timeZone }) })
              : say("send.atHint")
          }
        />
      </DetailsFold>
      {asksToLook ? <Checkbox label={say("send.looked")} {...form.register("hasLooked")} /> : null}
      {errorOf("hasLooked") ? (
        <Notice tone="danger" role="alert">
          {errorOf("hasLooked")}
        </Notice>
      ) : null}
      {failure ? <FailureNotice failure={failure} /> : null}
      <SendRefusal answer={ending} isTyped={mustTypeCount} />
      <SubmitButton className="self-start max-sm:w-full" icon={<Send aria-hidden="true" />}>
        {say("send.submit", { count: ready, digits: String(ready) })}
      </SubmitButton>
    </form>
  );
}

function SendRefusal({ answer, isTyped }: { answer: Ending<SendAnswer> | undefined; isTyped: boolean }) {
  const say = useMessages("imports");
  switch (answer?.kind) {
    case "count_differs":
      return (
        <Notice tone="danger" role="alert">
          {say(isTyped ? "send.countDiffers" : "send.countChanged", { count: answer.count })}
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
