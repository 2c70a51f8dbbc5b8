"use client";

import CalendarClock from "lucide-react/icons/calendar-clock";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { Opening } from "@/components/pending/opening";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { FollowUpActions } from "./follow-up-actions";

const FollowUpDialog = dynamic(() => import("./follow-up-dialog").then((module) => module.FollowUpDialog), {
  loading: Opening,
});

/** Whose follow-up was changed by the last press: its first button takes the focus where it stands then. */
let pressed: string | null = null;

type PlannedFollowUp = { at: string; day: string; isDue: boolean; note: string | null };

/**
 * The button that sets the first day. It keeps its dialog where a colleague has set one meanwhile, or put the registration
 * away. Needs the area `followUps`.
 */
export function FollowUpOpener({
  id,
  name,
  isOffered,
  followUp,
  actions,
}: {
  id: string;
  name: string;
  /** Whether there can be a day at all. */
  isOffered: boolean;
  followUp: Pick<PlannedFollowUp, "at" | "note"> | null;
  actions: FollowUpActions;
}) {
  const say = useMessages("followUps");
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const isPlanned = followUp !== null;

  useEffect(() => {
    if (pressed !== id || isPlanned) return;
    pressed = null;
    button.current?.focus();
  }, [id, isPlanned]);

  return (
    <>
      {isPlanned || !isOffered ? null : (
        <Button
          ref={button}
          aria-haspopup="dialog"
          icon={<CalendarClock aria-hidden="true" />}
          onClick={() => setOpen(true)}
        >
          {say("followUp")}
        </Button>
      )}
      {isOpen ? (
        <FollowUpDialog
          {...{ id, name }}
          at={followUp?.at ?? null}
          note={followUp?.note ?? ""}
          set={actions.set}
          onClose={() => setOpen(false)}
          onSet={() => {
            pressed = id;
          }}
        />
      ) : null}
    </>
  );
}

/**
 * The next date of a registration with what can be done about it. A dialog that is open stays where a colleague has ended
 * it meanwhile. Needs the area `followUps`.
 */
export function FollowUpLine({
  id,
  name,
  followUp,
  actions,
}: {
  id: string;
  name: string;
  /** The day in words, and whether it has come; null where none is planned. */
  followUp: PlannedFollowUp | null;
  actions: FollowUpActions;
}) {
  const say = useMessages("followUps");
  const [dialog, setDialog] = useState<{ kind: "set" | "snooze"; of: PlannedFollowUp } | null>(null);
  const [failure, setFailure] = useState<ActionFailure>();
  const [isEnding, setEnding] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const isPlanned = followUp !== null;

  // What was planned stands elsewhere on the page than the button that plans it.
  useEffect(() => {
    if (pressed !== id || !isPlanned) return;
    pressed = null;
    first.current?.focus();
  }, [id, isPlanned]);

  async function finish({ at }: PlannedFollowUp) {
    if (isEnding) return;
    setEnding(true);
    pressed = id;
    const answer = await actions.finish({ id, at }).catch(unreachable);
    setEnding(false);
    if (answer.kind === "failure") pressed = null;
    setFailure(answer.kind === "failure" ? answer : undefined);
  }

  return (
    <>
      {followUp ? (
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 rounded-xl border bg-surface py-2 pr-2 pl-4 shadow-raised">
          {failure ? <FailureNotice failure={failure} /> : null}
          <p className="flex min-w-0 items-baseline gap-2">
            <CalendarClock aria-hidden="true" className="size-4 shrink-0 self-center text-ink-faint" />
            <span className={followUp.isDue ? "font-medium text-warning-ink" : "font-medium"}>
              {say(followUp.isDue ? "dueSince" : "comesBack", { day: followUp.day })}
            </span>
            {followUp.note ? (
              <span className="min-w-0 text-ink-soft [overflow-wrap:anywhere]">{followUp.note}</span>
            ) : null}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              ref={first}
              size="small"
              aria-haspopup="dialog"
              onClick={() => setDialog({ kind: "snooze", of: followUp })}
            >
              {say("snooze")}
            </Button>
            <Button
              size="small"
              variant="quiet"
              aria-haspopup="dialog"
              onClick={() => setDialog({ kind: "set", of: followUp })}
            >
              {say("change")}
            </Button>
            <Button size="small" variant="quiet" pending={isEnding} onClick={() => void finish(followUp)}>
              {say("done")}
            </Button>
          </div>
        </div>
      ) : null}
      {dialog ? (
        <FollowUpDialog
          {...{ id, name }}
          at={dialog.of.at}
          note={dialog.kind === "set" ? (dialog.of.note ?? "") : null}
          set={actions.set}
          onClose={() => setDialog(null)}
          onSet={() => first.current?.focus()}
        />
      ) : null}
    </>
  );
}
