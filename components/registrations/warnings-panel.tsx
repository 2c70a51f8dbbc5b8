"use client";

import TriangleAlert from "lucide-react/icons/triangle-alert";
import Link from "next/link";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/text-field";
import { TimeText } from "@/components/ui/time-text";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDay, type TimeStyle } from "@/lib/i18n/format";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { useProblemSentence } from "./problem-sentence";
import { REASON_MAX_LENGTH, readReason } from "./reason";
import { StatusBadge } from "./status-badge";
import type { FormWarnings } from "./use-registration-form";

/** Everything worth a second look, together and once. Only a look-alike asks for a reason. Takes the focus when it appears. */
export function WarningsPanel({
  warnings,
  duplicates,
  pending,
  timeStyle,
  onAccept,
}: FormWarnings & {
  pending: boolean;
  timeStyle: TimeStyle;
  onAccept: (duplicateReason: string | undefined) => void;
}) {
  const say = useMessages("form");
  const problemSentence = useProblemSentence();
  const panel = useRef<HTMLElement>(null);
  const headingId = useId();
  const reason = useReasonField();

  useEffect(() => panel.current?.focus(), []);

  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-labelledby={headingId}
      className="flex flex-col gap-4 rounded-xl border border-warning-line bg-warning-wash px-4 py-4 sm:px-5"
    >
      <div>
        <h2 id={headingId} className="flex items-center gap-2 font-semibold text-warning-ink">
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0" strokeWidth={2.25} />
          {say("warningsTitle", { count: warnings.length + duplicates.length })}
        </h2>
        <p className="text-ink-soft text-sm">{say("warningsText")}</p>
      </div>
      {warnings.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {warnings.map((warning) => (
            <li key={`${warning.field} ${warning.code}`} className="[overflow-wrap:anywhere]">
              <span className="font-medium">{say(warning.field)}:</span> {problemSentence(warning)}
            </li>
          ))}
        </ul>
      ) : null}
      {duplicates.map((match) => (
        <Duplicate key={match.id} match={match} timeStyle={timeStyle} />
      ))}
      {duplicates.length > 0 ? (
        <TextAreaField
          ref={reason.field}
          label={say("reason")}
          hint={say("reasonHint")}
          error={reason.error}
          rows={2}
        />
      ) : null}
      <Button
        variant="primary"
        pending={pending}
        className="w-fit"
        onClick={() => {
          if (duplicates.length === 0) return onAccept(undefined);
          const words = reason.read();
          if (words !== null) onAccept(words);
        }}
      >
        {say("registerAnyway")}
      </Button>
    </section>
  );
}

/** The reason's field: `read` gives it, or shows what is missing, takes the focus there and gives null. */
function useReasonField() {
  const say = useMessages("form");
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState<string>();

  function read(): string | null {
    const reading = readReason(field.current?.value ?? "");
    switch (reading.kind) {
      case "ok":
        setError(undefined);
        return reading.reason;
      case "missing":
        setError(say("reasonMissing"));
        break;
      case "too_long":
        setError(say("reasonTooLong", { count: reading.count, max: REASON_MAX_LENGTH }));
        break;
    }
    field.current?.focus();
    return null;
  }

  return { field, error, read };
}

/** One look-alike: why it looks alike, who registered it and when, how it stands, and the way to it. */
function Duplicate({ match, timeStyle }: { match: DuplicateMatch; timeStyle: TimeStyle }) {
  const say = useMessages("form");
  const sayStatus = useMessages("status");
  const name = match.businessName || match.partnerReference;
  const createdAt = new Date(match.createdAt);
  const matched = match.matchedBy.map((key) => say(`matched.${key}`)).join(", ");
  return (
    <div className="rounded-lg border bg-surface px-3.5 py-3">
      <p className="[overflow-wrap:anywhere]">
        {say("duplicate", {
          name,
          matched,
          date: formatDay(createdAt, new Date(), timeStyle),
          status: sayStatus(match.status),
        })}
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-ink-soft text-sm">
        <StatusBadge status={match.status} label={sayStatus(match.status)} />
        <span>{say("duplicateBy", { person: match.createdByName })}</span>
        <TimeText at={createdAt} style={timeStyle} />
        <Link
          href={`/registrations/${match.id}`}
          className="ml-auto font-medium text-accent-ink underline underline-offset-2"
        >
          {say("openDuplicate", { name })}
        </Link>
      </div>
    </div>
  );
}
