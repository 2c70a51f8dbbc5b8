"use client";

import clsx from "clsx";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useEffect, useId, useRef } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { TimeText } from "@/components/ui/text/time-text";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDay, type TimeStyle } from "@/lib/i18n/format";
import { choicesOf, withoutChoices } from "@/lib/registrations/input/problem";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { ChoiceButtons } from "./fields/choice-buttons";
import { useProblemSentence } from "./fields/problem-sentence";
import type { FormWarnings } from "./use-registration-form";

/** Everything worth a second look, together and once. Only a look-alike asks for a reason. Takes the focus when it appears. */
export function WarningsPanel({
  warnings,
  duplicates,
  typed,
  pending,
  timeStyle,
  onTake,
  onAccept,
}: FormWarnings & {
  /** What the form holds. */
  typed: RegistrationInput;
  pending: boolean;
  timeStyle: TimeStyle;
  /** Told of a value that is taken in place of what was typed. */
  onTake: (field: RegistrationField, value: string) => void;
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
  const hasDuplicates = duplicates.length > 0;

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
              <span className="font-medium">{say(warning.field)}:</span>{" "}
              {withoutChoices(problemSentence(warning), warning)}
              <ChoiceButtons
                choices={choicesOf(warning)}
                onTake={(choice) => onTake(warning.field, choice)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {duplicates.map((match, place) => (
        <Duplicate key={match.id} match={match} typed={typed} isFirst={place === 0} timeStyle={timeStyle} />
      ))}
      {hasDuplicates ? (
        <TextAreaField {...field("reason")} label={say("reason")} hint={say("reasonHint")} rows={2} />
      ) : null}
      <Button
        variant={hasDuplicates ? "secondary" : "primary"}
        pending={pending}
        className="w-fit"
        onClick={() => (hasDuplicates ? press() : onAccept(undefined))}
      >
        {say("registerAnyway")}
      </Button>
    </section>
  );
}

/** One look-alike beside what was typed: what is the same, who registered it and when, how it stands, and the way to it. */
function Duplicate({
  match,
  typed,
  isFirst,
  timeStyle,
}: {
  match: DuplicateMatch;
  typed: RegistrationInput;
  isFirst: boolean;
  timeStyle: TimeStyle;
}) {
  const say = useMessages("form");
  const sayStatus = useMessages("status");
  const name = match.businessName || match.partnerReference;
  const createdAt = new Date(match.createdAt);
  const matched = match.matchedBy.map((key) => say(`matched.${key}`)).join(", ");
  const rows = [
    { field: "businessName", here: typed.businessName, there: match.businessName, by: "name" },
    {
      field: "representativeName",
      here: typed.representativeName,
      there: match.representativeName,
      by: null,
    },
    {
      field: "representativeEmail",
      here: typed.representativeEmail,
      there: match.representativeEmail,
      by: "email",
    },
    { field: "phoneNumber", here: typed.phoneNumber, there: match.phone, by: "phone" },
  ] as const;
  return (
    <div className="rounded-lg border bg-surface">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3.5 py-3">
        <p className="min-w-0 flex-1 basis-80 [overflow-wrap:anywhere]">
          {say("duplicate", {
            name,
            matched,
            date: formatDay(createdAt, new Date(), timeStyle),
            status: sayStatus(match.status),
          })}
        </p>
        <ButtonLink
          href={`/registrations/${match.id}`}
          variant={isFirst ? "primary" : "secondary"}
          className="max-w-full whitespace-normal!"
        >
          {say("openDuplicate", { name })}
        </ButtonLink>
      </div>
      <table className="w-full table-fixed border-t text-sm">
        <caption className="sr-only">{say("compare.caption", { name })}</caption>
        <thead>
          <tr className="text-left text-ink-faint text-xs">
            <td className="w-1/4 px-3.5 pt-2 max-sm:hidden" />
            <th scope="col" className="px-3.5 pt-2 font-medium">
              {say("compare.typed")}
            </th>
            <th scope="col" className="px-3.5 pt-2 font-medium">
              {say("compare.registered")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, here, there, by }) => {
            const isSame = by !== null && match.matchedBy.includes(by);
            return (
              <tr key={field} className={clsx("align-top", isSame && "font-medium text-warning-ink")}>
                <th scope="row" className="px-3.5 py-1 text-left font-normal text-ink-faint max-sm:sr-only">
                  {say(field)}
                </th>
                <td className="px-3.5 py-1 [overflow-wrap:anywhere]">{here}</td>
                <td className="px-3.5 py-1 [overflow-wrap:anywhere]">
                  {there}
                  {isSame ? <span className="sr-only"> ({say(`matched.${by}`)})</span> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t px-3.5 py-2 text-ink-soft text-sm">
        <StatusBadge status={match.status} label={sayStatus(match.status)} />
        <span>{say("duplicateBy", { person: match.createdByName })}</span>
        <TimeText at={createdAt} style={timeStyle} />
      </p>
    </div>
  );
}
