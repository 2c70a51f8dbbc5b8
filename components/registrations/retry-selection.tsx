"use client";

import RotateCcw from "lucide-react/icons/rotate-ccw";
import { type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { RowCheckbox } from "@/components/ui/checkbox";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";

/** Sends the chosen registrations again and says how many that were; `left` are those that cannot be retried. */
export type RetrySelected = (input: {
  ids: string[];
}) => Promise<{ kind: "retried"; retried: number; left: number } | ActionFailure>;

type Selection = { ids: string[]; retryable: number };

const NOTHING_SELECTED: Selection = { ids: [], retryable: 0 };

function readSelection(form: HTMLFormElement): Selection {
  const boxes = rowBoxes(form).filter((box) => box.checked);
  return {
    ids: boxes.map((box) => box.value),
    retryable: boxes.filter((box) => box.dataset.retryable !== undefined).length,
  };
}

function rowBoxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"][name="id"]')];
}

/** Checks and clears every row of the page. Stands in the head of the table, inside a `RetrySelection`. */
export function SelectAllCheckbox({ label }: { label: string }) {
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const form = box.current?.form;
    function mirror() {
      if (!box.current?.form) return;
      const rows = rowBoxes(box.current.form);
      const checked = rows.filter((row) => row.checked).length;
      box.current.checked = checked > 0 && checked === rows.length;
      box.current.indeterminate = checked > 0 && checked < rows.length;
    }
    form?.addEventListener("change", mirror);
    form?.addEventListener("reset", mirrorAfterReset);
    function mirrorAfterReset() {
      queueMicrotask(mirror);
    }
    return () => {
      form?.removeEventListener("change", mirror);
      form?.removeEventListener("reset", mirrorAfterReset);
    };
  }, []);

  return (
    <RowCheckbox
      ref={box}
      label={label}
      onChange={(event) => {
        for (const row of event.target.form ? rowBoxes(event.target.form) : [])
          row.checked = event.target.checked;
      }}
    />
  );
}

/**
 * Gives the table's check boxes their one action. The bar says first how many of the selection it can
 * act on: those whose check box carries `data-retryable`.
 */
export function RetrySelection({
  retrySelected,
  children,
}: {
  retrySelected: RetrySelected;
  children: ReactNode;
}) {
  const say = useMessages("list");
  const form = useRef<HTMLFormElement>(null);
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const [answer, setAnswer] = useState<Awaited<ReturnType<RetrySelected>>>();
  const [pending, startTransition] = useTransition();

  function retry() {
    if (pending || selection.retryable === 0) return;
    startTransition(async () => {
      const result = await retrySelected({ ids: selection.ids }).catch(unreachable);
      setAnswer(result);
      if (result.kind === "retried") form.current?.reset();
    });
  }

  return (
    <form
      ref={form}
      onChange={(event) => setSelection(readSelection(event.currentTarget))}
      onReset={() => setSelection(NOTHING_SELECTED)}
      onSubmit={(event) => {
        event.preventDefault();
        retry();
      }}
      className="flex flex-col gap-3"
    >
      <RetryAnswer answer={answer} />
      {children}
      {selection.ids.length > 0 ? (
        <section
          aria-label={say("selection")}
          className="sticky bottom-4 z-20 mx-auto flex max-w-full flex-wrap items-center gap-x-3 gap-y-2 max-sm:w-full rounded-xl border border-line-strong bg-surface py-2 pr-2 pl-3.5 shadow-floating max-lg:bottom-18"
        >
          <p className="text-sm tabular-nums">
            <span className="font-medium">{say("selected", { count: selection.ids.length })}</span>
            <span className="text-ink-soft"> · {say("retryable", { count: selection.retryable })}</span>
          </p>
          <span className="flex gap-1 max-sm:w-full max-sm:justify-between sm:gap-2">
            <Button size="small" variant="quiet" type="reset">
              {say("clearSelection")}
            </Button>
            <Button
              size="small"
              variant="primary"
              type="submit"
              pending={pending}
              disabled={selection.retryable === 0}
              icon={<RotateCcw aria-hidden="true" />}
            >
              {say("retrySelected")}
            </Button>
          </span>
        </section>
      ) : null}
    </form>
  );
}

function RetryAnswer({ answer }: { answer: Awaited<ReturnType<RetrySelected>> | undefined }) {
  const say = useMessages("list");
  if (!answer) return null;
  if (answer.kind === "failure") return <FailureNotice failure={answer} />;
  return (
    <Notice tone={answer.retried > 0 ? "success" : "info"} role="status">
      <p>{say("retried", { retried: answer.retried })}</p>
      {answer.left > 0 ? <p>{say("left", { left: answer.left })}</p> : null}
    </Notice>
  );
}
