"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import Sparkle from "lucide-react/icons/sparkle";
import { useId } from "react";
import type { ColumnNames } from "@/components/import/field-names";
import { Badge } from "@/components/ui/badge";
import { Select } from "@/components/ui/fields/select";
import { Cell, Row } from "@/components/ui/table";
import { type Say, useMessages } from "@/lib/i18n/client-messages";
import type { ProposedBy, ProposedColumn } from "@/lib/imports/reading/mapping-proposal";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import { columnOf, type HeadingField, isHeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** A column of the file: its heading as it is written, its first values, and what it is taken for so far. */
export type FileColumn = { heading: string; values: readonly string[] } & ProposedColumn;

/** The fields by which a person names a column. */
const CHOICES = [...REGISTRATION_FIELDS, "bothEmails", "callingCode"] as const;

const ROW_CLASS =
  "max-sm:flex max-sm:flex-col max-sm:gap-2 max-sm:rounded-xl max-sm:border! max-sm:bg-surface max-sm:p-3.5 max-sm:shadow-raised";

/** A field that is needed and that no column was found for: which one is it? */
export function NeededRow({
  field,
  columns,
  fields,
  names,
  onFill,
}: {
  field: RegistrationField;
  columns: readonly FileColumn[];
  fields: readonly HeadingField[];
  names: ColumnNames;
  onFill: (place: number | null) => void;
}) {
  const say = useMessages("imports");
  const place = columnOf(fields, field);
  const isMissing = place < 0;
  return (
    <Row className={clsx(ROW_CLASS, isMissing && "bg-danger-wash")} data-needed={field}>
      <Cell className="w-1/4 min-w-36 font-medium max-sm:w-full max-sm:p-0!">{names[field]}</Cell>
      <Cell className="text-sm max-sm:p-0!">
        <span
          className={clsx(
            "inline-flex items-center gap-1.5",
            isMissing ? "text-danger-ink" : "text-success-ink",
          )}
        >
          {isMissing ? (
            <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
          ) : (
            <CircleCheck aria-hidden="true" className="size-4 shrink-0" />
          )}
          {say(isMissing ? "mapping.needed" : "mapping.found")}
        </span>
      </Cell>
      <Cell className="w-1/3 min-w-56 max-sm:w-full max-sm:min-w-0 max-sm:p-0!">
        <Select
          aria-label={say("mapping.chooseColumn", { field: names[field] })}
          aria-invalid={isMissing || undefined}
          value={isMissing ? "" : String(place)}
          onChange={({ currentTarget: { value } }) => onFill(value === "" ? null : Number(value))}
        >
          <option value="">{say("mapping.noColumn")}</option>
          {columns.map(({ heading, field: taken }, at) =>
            taken === "ours" || taken === "row_key" ? null : (
              <option key={at} value={at}>
                {heading || say("mapping.unnamed", { number: at + 1 })}
              </option>
            ),
          )}
        </Select>
      </Cell>
    </Row>
  );
}

/** A column of theirs, and what it is taken for. */
export function ColumnRow({
  position,
  column: { heading, values, by, rival },
  field,
  isGuess,
  isDoubled,
  names,
  onChoose,
}: {
  position: number;
  column: FileColumn;
  field: HeadingField;
  /** Whether nobody has chosen anything here. */
  isGuess: boolean;
  isDoubled: boolean;
  names: ColumnNames;
  onChoose: (field: HeadingField) => void;
}) {
  const say = useMessages("imports");
  const number = position + 1;
  const hintId = useId();
  const hint = !isGuess ? null : rival ? say("mapping.rival", { field: names[rival] }) : guessWords(say, by);
  const isMarked = hint !== null && rival === null;
  return (
    <Row className={ROW_CLASS}>
      <Cell className="w-1/4 min-w-36 align-top font-medium [overflow-wrap:anywhere] max-sm:w-full max-sm:p-0! sm:pt-4">
        {heading || <span className="text-ink-faint">{say("mapping.unnamed", { number })}</span>}
      </Cell>
      <Cell className="max-w-0 align-top text-ink-soft text-sm max-sm:max-w-none max-sm:p-0! sm:pt-4.5">
        {values.length === 0 ? (
          <span className="text-ink-faint">{say("mapping.noValues")}</span>
        ) : (
          <span className="line-clamp-2 [overflow-wrap:anywhere]" title={values.join(" · ")}>
            {values.join(" · ")}
          </span>
        )}
      </Cell>
      <Cell className="w-1/3 min-w-56 align-top max-sm:w-full max-sm:min-w-0 max-sm:p-0!">
        {field === "ours" || field === "row_key" ? (
          <p className="py-2 text-ink-faint text-sm">
            {say(field === "ours" ? "mapping.earlier" : "mapping.rowKey")}
          </p>
        ) : (
          <>
            <Select
              aria-label={
                heading ? say("mapping.choose", { heading }) : say("mapping.chooseUnnamed", { number })
              }
              aria-invalid={isDoubled || undefined}
              aria-describedby={hint ? hintId : undefined}
              value={field}
              onChange={({ currentTarget: { value } }) => {
                if (isHeadingField(value)) onChoose(value);
              }}
            >
              <option value="">{say("mapping.own")}</option>
              {CHOICES.map((each) => (
                <option key={each} value={each}>
                  {names[each]}
                </option>
              ))}
            </Select>
            {hint ? (
              <p
                id={hintId}
                data-guess={isMarked ? by : undefined}
                className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft text-sm"
              >
                {isMarked ? (
                  <Badge tone="accent" icon={Sparkle}>
                    {say("mapping.guess")}
                  </Badge>
                ) : (
                  <CircleHelp aria-hidden="true" className="size-4 shrink-0 text-warning-ink" />
                )}
                <span className="min-w-0 flex-1">{hint}</span>
              </p>
            ) : null}
          </>
        )}
      </Cell>
    </Row>
  );
}

/** Why a column is guessed; null where it is none. */
function guessWords(say: Say<"imports">, by: ProposedBy | null): string | null {
  switch (by) {
    case "heading":
      return say("mapping.byHeading");
    case "values":
      return say("mapping.byValues");
    case "shared":
      return say("mapping.byShared");
    case "name":
    case null:
      return null;
  }
}
