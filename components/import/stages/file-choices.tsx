"use client";

import { type ReactNode, useState, useTransition } from "react";
import type { ImportActions } from "@/components/import/import-actions";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Select } from "@/components/ui/fields/select";
import { useMessages } from "@/lib/i18n/client-messages";

/** Has another sheet of the file read; one alone takes one press. */
export function SheetChoice({
  importId,
  sheets,
  choose,
}: {
  importId: string;
  /** Those that can be read, with the words for each. */
  sheets: readonly { name: string; words: string }[];
  choose: ImportActions["chooseSheet"];
}) {
  const say = useMessages("imports");
  const [first] = sheets;
  const [name, setName] = useState(first?.name ?? "");
  const { press, pending, failure } = useChoice(() => choose({ importId, sheet: name }));
  const isOne = sheets.length === 1;
  return (
    <Choice failure={failure} hint={say("facts.chooseHint")}>
      <Select
        aria-label={say("facts.chooseSheet")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="w-72 max-w-full max-sm:w-full"
      >
        {sheets.map((sheet) => (
          <option key={sheet.name} value={sheet.name}>
            {sheet.words}
          </option>
        ))}
      </Select>
      <Button pending={pending} onClick={press}>
        {isOne ? say("facts.readNamed", { name }) : say("facts.readSheet")}
      </Button>
    </Choice>
  );
}

/** Takes in the rows that the file hides. */
export function TakeInButton({
  importId,
  count,
  takeIn,
}: {
  importId: string;
  count: number;
  takeIn: ImportActions["takeHiddenIn"];
}) {
  const say = useMessages("imports");
  const { press, pending, failure } = useChoice(() => takeIn({ importId }));
  return (
    <Choice failure={failure}>
      <Button size="small" pending={pending} onClick={press}>
        {say("facts.takeIn", { count })}
      </Button>
    </Choice>
  );
}

function Choice({
  failure,
  hint,
  children,
}: {
  failure: ActionFailure | undefined;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <>
      {failure ? <FailureNotice failure={failure} /> : null}
      <span className="flex flex-wrap items-center gap-2 max-sm:w-full">{children}</span>
      {hint ? <span className="text-ink-soft text-sm">{hint}</span> : null}
    </>
  );
}

function useChoice(action: () => ReturnType<ImportActions["chooseSheet"]>) {
  const refresh = useRefresh();
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();
  function press() {
    if (pending) return;
    setFailure(undefined);
    startTransition(async () => {
      const answer = await action().catch(unreachable);
      if (answer?.kind === "failure") return setFailure(answer);
      // The button goes with what it asked about; the focus stays with what is new.
      document.getElementById("content")?.focus();
      await refresh();
    });
  }
  return { press, pending, failure };
}
