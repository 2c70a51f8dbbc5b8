"use client";

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";
import { useRefresh } from "@/components/pending/use-refresh";
import { ProgressBadge } from "@/components/registrations/progress-badge";
import { StatusBadge } from "@/components/registrations/status-badge";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import { type ProgressCode, whoMustAct } from "@/lib/progress/progress";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { FollowUpActions } from "./follow-up-actions";
import { FollowUpDialog } from "./follow-up-dialog";

export type ShownFollowUp = {
  id: string;
  at: string;
  /** As it is called where it has no name yet. */
  name: string;
  note: string | null;
  status: RegistrationStatus;
  progress: ProgressCode;
  /** Null where all of them are one's own. */
  ownerName: string | null;
};

type Doing = "tomorrow" | "done";

export type FollowUpDay = { key: string; title: string; isDue: boolean; items: readonly ShownFollowUp[] };

/**
 * What is to be come back to, day by day. `j` and `k` go down and up, `s` puts off until tomorrow and `d` says that it is
 * done. Needs the areas `followUps`, `status` and `progress`.
 */
export function FollowUpList({
  days,
  actions,
}: {
  days: readonly FollowUpDay[];
  /** Null for people who may only look. */
  actions: FollowUpActions | null;
}) {
  const say = useMessages("followUps");
  const refresh = useRefresh();
  const [snoozing, setSnoozing] = useState<ShownFollowUp | null>(null);
  const [said, setSaid] = useState("");
  const [failure, setFailure] = useState<ActionFailure>();
  const isBusy = useRef(false);
  /** What is being done with whom. */
  const [running, setRunning] = useState<{ id: string; what: Doing } | null>(null);
  const list = useRef<HTMLDivElement>(null);

  const links = () => [...(list.current?.querySelectorAll<HTMLElement>("a[data-follow-up]") ?? [])];

  /** What is pressed away takes the focus with it, unless the row after it takes it first. */
  function leave(id: string) {
    const all = links();
    const place = all.findIndex((link) => link.dataset.followUp === id);
    (all[place + 1] ?? all[place - 1])?.focus();
  }

  async function run<Answer extends { kind: string }>(
    item: ShownFollowUp,
    what: Doing,
    call: () => Promise<Answer | ActionFailure>,
    words: string,
  ) {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning({ id: item.id, what });
    const answer = await call().catch(unreachable);
    isBusy.current = false;
    setRunning(null);
    setFailure(answer.kind === "failure" ? (answer as ActionFailure) : undefined);
    // Whoever is told to look how it stands sees it here.
    if (answer.kind === "failure") return void refresh();
    leave(item.id);
    setSaid(words);
  }

  const done = (item: ShownFollowUp) =>
    actions &&
    run(item, "done", () => actions.finish({ id: item.id, at: item.at }), say("isDone", { name: item.name }));
  const tomorrow = (item: ShownFollowUp) =>
    actions &&
    run(
      item,
      "tomorrow",
      () => actions.set({ id: item.id, when: "tomorrow", note: null, seen: { at: item.at } }),
      say("isSnoozed", { name: item.name }),
    );

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn()) return;
      const all = links();
      const place = all.findIndex((link) => link.closest("li")?.contains(document.activeElement));
      const item = days.flatMap(({ items }) => items).find(({ id }) => id === all[place]?.dataset.followUp);
      if (event.key === "j") all[Math.min(place + 1, all.length - 1)]?.focus();
      else if (event.key === "k") all[Math.max(place - 1, 0)]?.focus();
      else if (item && (event.key === "s" || event.key === "d")) {
        // A key that is held down is one press: who comes next was not looked at.
        if (!event.repeat) void (event.key === "s" ? tomorrow(item) : done(item));
      } else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });

  return (
    <div ref={list} className="flex flex-col gap-5">
      {failure ? <FailureNotice failure={failure} /> : null}
      <p role="status" className={said ? "text-ink-soft text-sm" : "sr-only"}>
        {said}
      </p>
      {days.map(({ key, title, isDue, items }) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <h2
            id={`day-${key}`}
            className={isDue ? "pb-1.5 font-semibold text-warning-ink" : "pb-1.5 font-semibold"}
          >
            {title} <span className="font-normal text-ink-faint tabular-nums">{items.length}</span>
          </h2>
          <ul className="divide-y rounded-xl border bg-surface shadow-raised">
            {items.map((item) => (
              <FollowUpRow
                key={item.id}
                item={item}
                running={running?.id === item.id ? running.what : null}
                buttons={actions && { onSnooze: () => setSnoozing(item), onDone: () => void done(item) }}
              />
            ))}
          </ul>
        </section>
      ))}
      {actions ? (
        <p
          data-single-keys=""
          className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-faint text-xs max-sm:hidden"
        >
          <span className="flex items-center gap-1.5">
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> {say("keys.step")}
          </span>
          <span className="flex items-center gap-1.5">
            <Kbd>s</Kbd> {say("keys.snooze")}
          </span>
          <span className="flex items-center gap-1.5">
            <Kbd>d</Kbd> {say("keys.done")}
          </span>
        </p>
      ) : null}
      {snoozing && actions ? (
        <FollowUpDialog
          id={snoozing.id}
          name={snoozing.name}
          at={snoozing.at}
          note={null}
          set={actions.set}
          onClose={() => setSnoozing(null)}
          onSet={() => leave(snoozing.id)}
          onTheirs={() => void refresh()}
        />
      ) : null}
    </div>
  );
}

function FollowUpRow({
  item,
  running,
  buttons,
}: {
  item: ShownFollowUp;
  /** What is being done with it. */
  running: Doing | null;
  /** Null for people who may only look. */
  buttons: { onSnooze: () => void; onDone: () => void } | null;
}) {
  const say = useMessages("followUps");
  return (
    <li className="flex items-center gap-x-3 gap-y-2 py-2 pr-2 pl-4 focus-within:bg-hover max-sm:flex-wrap max-sm:pr-4">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            href={`/registrations/${item.id}`}
            id={`name-${item.id}`}
            data-follow-up={item.id}
            prefetch={false}
            className="min-w-0 rounded font-medium [overflow-wrap:anywhere] hover:underline"
          >
            {item.name}
          </Link>
          <Standing item={item} />
        </div>
        {item.note || item.ownerName ? (
          <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">
            {[item.note, item.ownerName].filter(Boolean).join(" · ")}
          </p>
        ) : null}
      </div>
      {buttons ? (
        <div className="flex shrink-0 gap-1.5">
          <Button
            size="small"
            aria-haspopup="dialog"
            aria-describedby={`name-${item.id}`}
            pending={running === "tomorrow"}
            onClick={buttons.onSnooze}
          >
            {say("snooze")}
          </Button>
          <Button
            size="small"
            aria-describedby={`name-${item.id}`}
            pending={running === "done"}
            onClick={buttons.onDone}
          >
            {say("done")}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** How it stands: at DOKU where it was invited, else with us. */
function Standing({ item: { status, progress } }: { item: ShownFollowUp }) {
  const sayStatus = useMessages("status");
  const sayProgress = useMessages("progress");
  if (status !== "INVITED") return <StatusBadge status={status} label={sayStatus(status)} />;
  const who = whoMustAct({ status, archived: false, progress });
  return <ProgressBadge progress={progress} who={who} label={sayProgress(progress)} />;
}
