"use client";

import CalendarClock from "lucide-react/icons/calendar-clock";
import X from "lucide-react/icons/x";
import dynamic from "next/dynamic";
import { useLayoutEffect, useRef, useState } from "react";
import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import { isPlainKey } from "@/components/keyboard/key-press";
import { Opening } from "@/components/pending/opening";
import { useGo } from "@/components/pending/use-go";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Button, IconButton } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import { Facts } from "./facts";
import type { LoadPeek, PeekView } from "./peek-view";
import { usePeek } from "./use-peek";

const FollowUpDialog = dynamic(
  () => import("@/components/follow-ups/follow-up-dialog").then((module) => module.FollowUpDialog),
  { loading: Opening },
);

/**
 * One row of the list beside the list. `j` and `k` go to the next and the previous one, `f` asks for the day to come back
 * to it, Enter opens it, Space and Escape leave; the focus is then in the row that was shown last.
 */
export function PeekPanel({
  row,
  load,
  setFollowUp,
  onRow,
  onClose,
}: {
  row: string;
  load: LoadPeek;
  /** Null for people who may only look. */
  setFollowUp: FollowUpActions["set"] | null;
  onRow: (id: string) => void;
  onClose: () => void;
}) {
  const say = useMessages("list");
  const sayCommon = useMessages("common");
  const sayFollowUps = useMessages("followUps");
  const go = useGo();
  const dialog = useRef<HTMLDialogElement>(null);
  const [count, setCount] = useState(0);
  const [isPlanning, setPlanning] = useState(false);
  const answer = usePeek(row, load, count);
  const peek = answer?.kind === "peek" ? answer.peek : null;
  const canPlan = setFollowUp !== null && peek?.canFollowUp === true;

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    element?.focus();
    return () => element?.close();
  }, []);

  function close() {
    onClose();
    // The browser gives it to the row that was shown first.
    requestAnimationFrame(() => linkOf(row)?.focus());
  }

  function step(by: 1 | -1) {
    const rows = [...document.querySelectorAll("a[data-row]")].map((link) => link.getAttribute("data-row"));
    const next = rows[rows.indexOf(row) + by];
    if (!next) return;
    linkOf(next)?.scrollIntoView({ block: "nearest" });
    onRow(next);
  }

  return (
    <>
      <dialog
        ref={dialog}
        tabIndex={-1}
        aria-label={say("peek.title")}
        onCancel={(event) => {
          event.preventDefault();
          close();
        }}
        onClick={(event) => {
          if (event.target === event.currentTarget) close();
        }}
        onKeyDown={(event) => {
          if (!isPlainKey(event.nativeEvent)) return;
          const isOnControl = event.target !== event.currentTarget;
          if (event.key === "j" || event.key === "ArrowDown") step(1);
          else if (event.key === "k" || event.key === "ArrowUp") step(-1);
          else if (event.key === "f" && canPlan) setPlanning(true);
          else if (event.key === " " && !isOnControl) close();
          else if (event.key === "Enter" && !isOnControl) go(`/registrations/${row}`);
          else return;
          event.preventDefault();
        }}
        className="fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-none w-[min(26rem,100vw)] border-l bg-surface p-0 text-ink shadow-floating outline-none backdrop:bg-transparent"
      >
        <div className="flex h-full flex-col">
          <header className="flex items-start justify-between gap-3 border-b px-5 pt-4 pb-3">
            <div className="flex min-w-0 flex-col gap-1.5">
              <h2 className="font-semibold text-lg [overflow-wrap:anywhere]">{peek?.name ?? nameOf(row)}</h2>
              {peek ? (
                <StatusBadge status={peek.status} label={peek.statusLabel} />
              ) : (
                <Skeleton className="h-5.5 w-24" />
              )}
            </div>
            <IconButton label={sayCommon("close")} onClick={close}>
              <X aria-hidden="true" />
            </IconButton>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4" aria-live="polite">
            {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
            {peek ? <Found peek={peek} /> : answer ? null : <Waiting />}
          </div>
          <footer className="flex items-center justify-between gap-3 border-t px-5 py-3">
            <p className="flex items-center gap-1.5 text-ink-faint text-xs max-sm:hidden">
              <Kbd>j</Kbd>
              <Kbd>k</Kbd> {say("peek.step")}
            </p>
            <span className="ml-auto flex gap-2">
              {canPlan ? (
                <Button
                  size="small"
                  aria-haspopup="dialog"
                  icon={<CalendarClock aria-hidden="true" />}
                  onClick={() => setPlanning(true)}
                >
                  {sayFollowUps("followUp")}
                </Button>
              ) : null}
              <Button variant="primary" size="small" onClick={() => go(`/registrations/${row}`)}>
                {say("peek.open")}
              </Button>
            </span>
          </footer>
        </div>
      </dialog>
      {/* Beside it: the keys of the one are not those of the other. */}
      {isPlanning && peek && setFollowUp ? (
        <FollowUpDialog
          id={row}
          name={peek.name}
          at={peek.followUpAt}
          note={peek.followUpNote ?? ""}
          set={setFollowUp}
          onClose={() => setPlanning(false)}
          onSet={() => setCount(count + 1)}
          onTheirs={() => setCount(count + 1)}
        />
      ) : null}
    </>
  );
}

function Found({ peek: { cause, problem, facts } }: { peek: PeekView }) {
  return (
    <div className="flex flex-col gap-4">
      {cause ? (
        <div>
          <p className="font-medium">{cause}</p>
          {problem ? <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">“{problem}”</p> : null}
        </div>
      ) : null}
      <Facts facts={facts} className="flex flex-col gap-3" />
    </div>
  );
}

function Waiting() {
  return (
    <div className="flex flex-col gap-4">
      {["w-2/3", "w-1/2", "w-3/4", "w-2/5"].map((width) => (
        <Skeleton key={width} className={`h-8 ${width}`} />
      ))}
    </div>
  );
}

function linkOf(row: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`a[data-row="${CSS.escape(row)}"]`);
}

function nameOf(row: string): string {
  return linkOf(row)?.textContent ?? "";
}
