"use client";

import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useCallback, useEffect, useRef, useState } from "react";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "@/components/keyboard/key-press";
import { Opening } from "@/components/pending/opening";
import { useGo } from "@/components/pending/use-go";
import { LineProgress } from "@/components/registrations/fix/line-progress";
import { PartedNotice } from "@/components/registrations/fix/parted-notice";
import { useLine } from "@/components/registrations/fix/use-line";
import { Facts } from "@/components/registrations/peek/facts";
import { ProgressBadge } from "@/components/registrations/progress-badge";
import { StatusBadge } from "@/components/registrations/status-badge";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TimeStyle } from "@/lib/i18n/format";
import type { WorkActions, WorkItem } from "./work-actions";
import { WorkEnd } from "./work-end";
import { WorkMessage } from "./work-message";

const FollowUpDialog = dynamic(
  () => import("@/components/follow-ups/follow-up-dialog").then((module) => module.FollowUpDialog),
  { loading: Opening },
);

export type WorkLineProps = {
  personId: string;
  timeStyle: TimeStyle;
  /** The list's query string of the group: each has its own place. */
  query: string;
  /** In their order. */
  ids: readonly string[];
  listHref: Route;
  actions: WorkActions;
};

/**
 * One merchant after the other of a group of *Needs you*. Enter reminds by WhatsApp, or opens the registration where there
 * is nobody to remind; `s` puts off until tomorrow, `d` is done with it, F8 passes over. The place is remembered. Needs the
 * areas `work`, `nudge` and `followUps`.
 */
export function WorkLine({ personId, timeStyle, query, ids, listHref, actions }: WorkLineProps) {
  const say = useMessages("work");
  const load = useCallback(({ id }: { id: string }) => actions.load({ id, query }), [actions.load, query]);
  const line = useLine({ personId, name: query, ids, load });
  const { advance, item, failure, passed, total } = line;

  if (!line.isOpen) return <ItemSkeleton />;
  const parted = line.parted ? (
    <PartedNotice
      id={line.parted.id}
      words={say("parted", { name: line.parted.item.name })}
      open={say("open")}
    />
  ) : null;
  if (!line.current)
    return (
      <>
        {parted}
        <WorkEnd
          done={line.sent.length}
          skipped={line.againCount}
          listHref={listHref}
          onAgain={line.goAgain}
          onEnd={line.end}
        />
      </>
    );
  return (
    <>
      <LineProgress
        label={say("progress")}
        counter={say("counter", { position: passed + 1, total })}
        skipped={line.skippedCount > 0 ? say("skipped", { count: line.skippedCount }) : null}
        passed={passed}
        total={total}
      />
      {parted}
      {failure ? (
        <>
          <FailureNotice failure={failure} />
          <Button className="self-start" onClick={line.reload}>
            {say("tryAgain")}
          </Button>
        </>
      ) : item ? (
        <Item
          key={item.id}
          item={item}
          timeStyle={timeStyle}
          actions={actions}
          onDone={() => advance("sent", item.id)}
          onSkip={() => advance("skipped", item.id)}
          onStale={line.reload}
        />
      ) : (
        <ItemSkeleton />
      )}
    </>
  );
}

function Item({
  item,
  timeStyle,
  actions,
  onDone,
  onSkip,
  onStale,
}: {
  item: WorkItem;
  timeStyle: TimeStyle;
  actions: WorkActions;
  onDone: () => void;
  onSkip: () => void;
  /** Told that a colleague has changed what is shown. */
  onStale: () => void;
}) {
  const say = useMessages("work");
  const { id, name, reminder, followUpAt: at } = item;
  const heading = useRef<HTMLHeadingElement>(null);
  const [isChoosing, setChoosing] = useState(false);
  const { failure, running, run } = useOnePress(onDone, onStale);
  const go = useGo();

  const snooze = () => run("tomorrow", () => actions.set({ id, when: "tomorrow", note: null, seen: { at } }));
  const finish = () => (at === null ? onDone() : run("done", () => actions.finish({ id, at })));

  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      // A key that is held down is one press: who comes next was not looked at.
      if (event.repeat || isOverlayOpen() || isTyping(event)) return;
      if (event.key === "F8") onSkip();
      else if (!isPlainKey(event)) return;
      else if (event.key === "s" && singleKeysAreOn()) void snooze();
      else if (event.key === "d" && singleKeysAreOn()) void finish();
      else if (event.key === "Enter" && event.target === heading.current && !reminder)
        go(`/registrations/${id}`);
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });

  const others = (
    <>
      <Button pending={running === "tomorrow"} onClick={() => void snooze()} aria-keyshortcuts="s">
        {say("tomorrow")} <Kbd isSingle>s</Kbd>
      </Button>
      <Button aria-haspopup="dialog" onClick={() => setChoosing(true)}>
        {say("snooze")}
      </Button>
      <Button pending={running === "done"} onClick={() => void finish()} aria-keyshortcuts="d">
        {say("done")} <Kbd isSingle>d</Kbd>
      </Button>
      <Button variant="quiet" onClick={onSkip} aria-keyshortcuts="F8">
        {say("skip")} <Kbd>F8</Kbd>
      </Button>
    </>
  );
  return (
    <section
      aria-labelledby="work-name"
      className="flex flex-col gap-4 rounded-xl border bg-surface px-4 py-4 shadow-raised sm:px-5"
    >
      <div className="flex flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2
            id="work-name"
            ref={heading}
            tabIndex={-1}
            className="min-w-0 font-semibold text-lg outline-none [overflow-wrap:anywhere]"
          >
            <Link href={`/registrations/${id}`} className="hover:underline">
              {name}
            </Link>
          </h2>
          {item.progress ? (
            <ProgressBadge
              progress={item.progress.code}
              who={item.progress.who}
              label={item.progress.label}
            />
          ) : (
            <StatusBadge status={item.status} label={item.statusLabel} />
          )}
        </div>
        {item.happened.length > 0 ? (
          <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-soft text-sm">
            {item.happened.map((words) => (
              <li key={words} className="[overflow-wrap:anywhere]">
                {words}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      {reminder ? (
        <WorkMessage
          reminder={reminder}
          registrationId={id}
          timeStyle={timeStyle}
          remind={actions.remind}
          onDone={onDone}
          onStale={onStale}
        >
          {others}
        </WorkMessage>
      ) : (
        <div className="flex flex-wrap items-center gap-2">{others}</div>
      )}
      <Facts facts={item.facts} className="grid gap-x-6 gap-y-2.5 border-t pt-3.5 sm:grid-cols-2" />
      {isChoosing ? (
        <FollowUpDialog
          id={id}
          name={name}
          at={at}
          note={null}
          set={actions.set}
          onClose={() => setChoosing(false)}
          onSet={onDone}
          onTheirs={onStale}
        />
      ) : null}
    </section>
  );
}

/** One press at a time; where it was refused, the merchant stays and says why. */
function useOnePress(onDone: () => void, onStale: () => void) {
  const [failure, setFailure] = useState<ActionFailure>();
  const [running, setRunning] = useState<"tomorrow" | "done" | null>(null);
  const isBusy = useRef(false);
  async function run(
    what: "tomorrow" | "done",
    call: () => Promise<{ kind: string } | ActionFailure>,
  ): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning(what);
    const answer = await call().catch(unreachable);
    isBusy.current = false;
    setRunning(null);
    if (answer.kind !== "failure") return onDone();
    const refused = answer as ActionFailure;
    setFailure(refused);
    if (refused.code === "changed_meanwhile" || refused.code === "not_possible_now") onStale();
  }
  return { failure, running, run };
}

function ItemSkeleton() {
  return (
    <div className="flex flex-col gap-4 rounded-xl border bg-surface px-5 py-4">
      <Skeleton className="h-6 w-1/2" />
      <Skeleton className="h-9 w-2/3" />
      <Skeleton className="h-32 w-full" />
    </div>
  );
}
