"use client";

import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Select } from "@/components/ui/select";
import { Cell, ColumnHeader, Row } from "@/components/ui/table";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { type HeadingField, isHeadingField } from "@/lib/imports/heading-field";
import { judgeFields } from "@/lib/imports/mapping-fields";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/problem";
import type { ImportActions } from "./import-actions";

/** A column of the file: its heading as it is written, its first values, and what it is taken for so far. */
export type FileColumn = { heading: string; values: readonly string[]; field: HeadingField };

/** Asks what each column of the file is, names what is missing or doubled as it is chosen, and goes on to the check. */
export function MappingForm({
  importId,
  columns,
  names,
  address,
  match,
}: {
  importId: string;
  columns: readonly FileColumn[];
  names: Readonly<Record<RegistrationField, string>>;
  /** Where the batch is shown. */
  address: `/imports/${string}`;
  match: ImportActions["match"];
}) {
  const say = useMessages("imports");
  const router = useRouter();
  const [fields, setFields] = useState(columns.map(({ field }) => field));
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();
  const judged = judgeFields(fields);
  const isComplete = judged.missing.length === 0 && judged.doubled.length === 0;

  function submit() {
    if (pending) return;
    startTransition(async () => {
      const answer = await match({ importId, fields }).catch(unreachable);
      if (answer.kind === "failure") return setFailure(answer);
      router.replace(address);
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="sm:overflow-x-auto sm:rounded-xl sm:border sm:bg-surface sm:shadow-raised">
        <table aria-label={say("mapping.table")} className="w-full border-collapse text-left max-sm:block">
          <thead className="max-sm:sr-only">
            <tr>
              <ColumnHeader>{say("mapping.heading")}</ColumnHeader>
              <ColumnHeader>{say("mapping.preview")}</ColumnHeader>
              <ColumnHeader>{say("mapping.meaning")}</ColumnHeader>
            </tr>
          </thead>
          <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-2.5">
            {columns.map((column, position) => (
              <ColumnRow
                key={position}
                position={position}
                column={column}
                field={fields[position] ?? ""}
                isDoubled={judged.doubled.some((field) => field === fields[position])}
                names={names}
                onChoose={(field) => setFields(fields.with(position, field))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Verdict {...judged} names={names} />
      <Button
        variant="primary"
        className="self-start max-sm:w-full"
        pending={pending}
        disabled={!isComplete}
        onClick={submit}
      >
        {say("mapping.submit")}
      </Button>
    </div>
  );
}

function ColumnRow({
  position,
  column: { heading, values },
  field,
  isDoubled,
  names,
  onChoose,
}: {
  position: number;
  column: FileColumn;
  field: HeadingField;
  isDoubled: boolean;
  names: Readonly<Record<RegistrationField, string>>;
  onChoose: (field: HeadingField) => void;
}) {
  const say = useMessages("imports");
  const number = position + 1;
  const shown = values.filter((value) => value !== "");
  return (
    <Row className="max-sm:flex max-sm:flex-col max-sm:gap-2 max-sm:rounded-xl max-sm:border! max-sm:bg-surface max-sm:p-3.5 max-sm:shadow-raised">
      <Cell className="w-1/4 min-w-36 align-top font-medium [overflow-wrap:anywhere] max-sm:w-full max-sm:p-0! sm:pt-4">
        {heading || <span className="text-ink-faint">{say("mapping.unnamed", { number })}</span>}
      </Cell>
      <Cell className="max-w-0 align-top text-ink-soft text-sm max-sm:max-w-none max-sm:p-0! sm:pt-4">
        {shown.length === 0 ? (
          <span className="text-ink-faint">{say("mapping.noValues")}</span>
        ) : (
          <ul className="flex flex-col gap-0.5">
            {shown.map((value, place) => (
              <li key={place} className="truncate">
                {value}
              </li>
            ))}
          </ul>
        )}
      </Cell>
      <Cell className="w-1/3 min-w-56 align-top max-sm:w-full max-sm:min-w-0 max-sm:p-0!">
        {field === "ours" || field === "row_key" ? (
          <p className="py-2 text-ink-faint text-sm">
            {say(field === "ours" ? "mapping.earlier" : "mapping.rowKey")}
          </p>
        ) : (
          <Select
            aria-label={
              heading ? say("mapping.choose", { heading }) : say("mapping.chooseUnnamed", { number })
            }
            aria-invalid={isDoubled || undefined}
            value={field}
            onChange={({ currentTarget: { value } }) => {
              if (isHeadingField(value)) onChoose(value);
            }}
          >
            <option value="">{say("mapping.own")}</option>
            {REGISTRATION_FIELDS.map((each) => (
              <option key={each} value={each}>
                {names[each]}
              </option>
            ))}
          </Select>
        )}
      </Cell>
    </Row>
  );
}

/** What is still wrong with the choices, or that nothing is. */
function Verdict({
  missing,
  doubled,
  names,
}: ReturnType<typeof judgeFields> & { names: Readonly<Record<RegistrationField, string>> }) {
  const say = useMessages("imports");
  const locale = useClientLocale();
  const list = (fields: readonly RegistrationField[]) =>
    new Intl.ListFormat(locale).format(fields.map((field) => names[field]));
  const wrong = [
    ...(missing.length > 0 ? [say("mapping.missing", { count: missing.length, fields: list(missing) })] : []),
    ...(doubled.length > 0 ? [say("mapping.doubled", { count: doubled.length, fields: list(doubled) })] : []),
  ];
  const Icon = wrong.length > 0 ? CircleAlert : CircleCheck;
  return (
    <div role="status">
      <ul className="flex flex-col gap-1.5 text-sm">
        {(wrong.length > 0 ? wrong : [say("mapping.complete")]).map((sentence) => (
          <li
            key={sentence}
            className={`flex gap-1.5 ${wrong.length > 0 ? "text-danger-ink" : "text-success-ink"}`}
          >
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
