"use client";

import { useEffect, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SelectField } from "@/components/ui/fields/select";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Assignee, BulkActions } from "./bulk-actions";

/** Chooses one of the people something can be given to; they are read when it is shown. */
export function PersonField({
  people,
  selected,
  onSelect,
}: {
  people: BulkActions["people"];
  selected: Assignee | null;
  onSelect: (person: Assignee | null) => void;
}) {
  const say = useMessages("bulk");
  const [answer, setAnswer] = useState<{ kind: "people"; people: Assignee[] } | ActionFailure>();

  useEffect(() => {
    let isCurrent = true;
    void people(null)
      .catch(unreachable)
      .then((found) => {
        if (isCurrent) setAnswer(found);
      });
    return () => {
      isCurrent = false;
    };
  }, [people]);

  if (answer?.kind === "failure") return <FailureNotice failure={answer} />;
  const known = answer?.people ?? [];
  return (
    <SelectField
      label={say("assignee")}
      value={selected?.id ?? ""}
      onChange={(event) => onSelect(known.find(({ id }) => id === event.target.value) ?? null)}
    >
      <option value="">{say(answer ? "choosePerson" : "loadingPeople")}</option>
      {known.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
