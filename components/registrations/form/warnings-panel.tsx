"use client";

import TriangleAlert from "lucide-react/icons/triangle-alert";
import Link from "next/link";
import { useEffect, useId, useRef } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { TimeText } from "@/components/ui/text/time-text";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDay, type TimeStyle } from "@/lib/i18n/format";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { useProblemSentence } from "./problem-sentence";
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
  const { field, press } = useActionForm({
    loadSchema: async () => (await import("@/lib/registrations/input/reason")).reasonSchema,
    initial: { reason: "" },
    fields: ["reason"],
    codes: ["missing", "too_long"],
    say: ({ code, params }) => (code === "missing" ? say("reasonMissing") : say("reasonTooLong", params)),
    action: async ({ reason }) => onAccept(reason.trim()),
  });

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
        <TextAreaField {...field("reason")} label={say("reason")} hint={say("reasonHint")} rows={2} />
      ) : null}
      <Button
        variant="primary"
        pending={pending}
        className="w-fit"
        onClick={() => (duplicates.length === 0 ? onAccept(undefined) : press())}
      >
        {say("registerAnyway")}
      </Button>
    </section>
  );
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
