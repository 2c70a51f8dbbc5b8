"use client";

import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ColumnNames } from "@/components/import/field-names";
import type { ImportActions } from "@/components/import/import-actions";
import { expectVerdict } from "@/components/import/verdict";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { ColumnHeader } from "@/components/ui/table";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import { judgeFields } from "@/lib/spreadsheet/rows/column-fields";
import { columnOf, filledBy, type HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { ColumnRow, type FileColumn, NeededRow } from "./mapping-rows";

/**
 * Asks what each column of the file is. Guesses are marked until somebody chooses; a field that is needed and has no
 * column has a row of its own on top; what is missing or doubled is named as it is chosen.
 */
export function MappingForm({
  importId,
  columns,
  opened,
  names,
  address,
  match,
}: {
  importId: string;
  columns: readonly FileColumn[];
  /** What they were taken for before anybody proposed anything. */
  opened: readonly string[];
  names: ColumnNames;
  /** Where the batch is shown. */
  address: `/imports/${string}`;
  match: ImportActions["match"];
}) {
  const say = useMessages("imports");
  const router = useRouter();
  const refresh = useRefresh();
  const [fields, setFields] = useState(columns.map(({ field }) => field));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();
  // Of when the form was opened: what somebody else matches meanwhile must not be written over unseen.
  const [seen] = useState(() => [...opened]);
  const judged = judgeFields(fields);
  const isComplete = judged.missing.length === 0 && judged.doubled.length === 0;
  const doubled = new Set(judged.doubled);
  // A row keeps its place when it is filled, or it would jump from under the pointer.
  const [needed] = useState(judged.missing);

  function choose(place: number, field: HeadingField) {
    setFields((before) => before.with(place, field));
    setChosen((before) => new Set([...before, place]));
  }

  /** Gives a field its column, and takes it from the one that had it. */
  function fill(field: RegistrationField, place: number | null) {
    const before = columnOf(fields, field);
    setFields((all) =>
      all.map((each, at) => (at === place ? field : at === before && each === field ? "" : each)),
    );
    if (place !== null) setChosen((all) => new Set([...all, place]));
  }

  function submit() {
    if (pending) return;
    startTransition(async () => {
      const answer = await match({ importId, fields, opened: seen }).catch(unreachable);
      if (answer.kind === "failure") return setFailure(answer);
      expectVerdict(importId);
      router.replace(address);
      await refresh();
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
            {needed.map((field) => (
              <NeededRow
                key={field}
                field={field}
                columns={columns}
                fields={fields}
                names={names}
                onFill={(place) => fill(field, place)}
              />
            ))}
            {columns.map((column, position) => {
              const field = fields[position] ?? "";
              return (
                <ColumnRow
                  key={position}
                  position={position}
                  column={column}
                  field={field}
                  isGuess={!chosen.has(position) && field === column.field}
                  isDoubled={filledBy(field).some((each) => doubled.has(each))}
                  names={names}
                  onChoose={(next) => choose(position, next)}
                />
              );
            })}
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

/** What is still wrong with the choices, or that nothing is. */
function Verdict({ missing, doubled, names }: ReturnType<typeof judgeFields> & { names: ColumnNames }) {
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
