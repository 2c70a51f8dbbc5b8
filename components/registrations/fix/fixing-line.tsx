"use client";

import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useCallback, useEffect, useState } from "react";
import { isOverlayOpen } from "@/components/keyboard/key-press";
import { Opening } from "@/components/pending/opening";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Skeleton } from "@/components/ui/skeleton";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import { FixForm, type FixFormProps } from "./fix-form";
import type { LineActions, LineItem } from "./line-actions";
import { LineEnd } from "./line-end";
import { advanced, useLinePlace } from "./line-memory";
import type { PreviewedRemedy } from "./remedy-dialog";
import { useLineItems } from "./use-line-items";

const RemedyDialog = dynamic(() => import("./remedy-dialog").then((module) => module.RemedyDialog), {
  loading: Opening,
});

export type FixingLineProps = Pick<FixFormProps, "personId" | "countries" | "timeStyle"> & {
  /** Of the filter: each has its own place. */
  name: string;
  /** In their order. */
  ids: readonly string[];
  remedies: readonly PreviewedRemedy[];
  /** When the line and its remedies were read. */
  readAt: string;
  listHref: Route;
  actions: LineActions;
};

/**
 * What DOKU refused, one after the other, each with the refused field alone. Enter saves and goes on, F8 passes over; the
 * place is remembered. Needs the areas `fixing`, `form`, `problems`, `status` and `bulk`.
 */
export function FixingLine({
  ids,
  remedies,
  readAt,
  personId,
  name,
  listHref,
  actions,
  ...form
}: FixingLineProps) {
  const say = useMessages("fixing");
  /** Those that somebody else settled meanwhile. */
  const [gone, setGone] = useState<readonly string[]>([]);
  const [isCleaning, setCleaning] = useState(false);
  // As it was when it was opened: it does not grow shorter under one's hands.
  const [line] = useState(ids);
  const { place, change: changePlace, endRound } = useLinePlace(personId, name, line);
  const left = place ? line.filter((id) => ![...place.sent, ...place.skipped, ...gone].includes(id)) : [];
  const [current, next] = left;
  const { loaded, failure, reload } = useLineItems(actions.load, current, next, (id) =>
    setGone((known) => [...known, id]),
  );

  const advance = useCallback(
    (how: "sent" | "skipped", id: string) => changePlace((before) => advanced(before, how, id)),
    [changePlace],
  );

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "F8" || !current || isOverlayOpen()) return;
      event.preventDefault();
      // A key that is held down is one press: what comes next was not looked at.
      if (event.repeat) return;
      advance("skipped", current);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [advance, current]);

  if (!place) return <ItemSkeleton />;
  if (!current) {
    const skipped = line.filter((id) => place.skipped.includes(id) && !gone.includes(id));
    return (
      <LineEnd
        sent={place.sent}
        skipped={skipped.length}
        listHref={listHref}
        loadStanding={actions.standing}
        onAgain={() => changePlace(({ sent }) => ({ sent, skipped: [] }))}
        onEnd={() => endRound(place.skipped)}
      />
    );
  }
  // With what was sent from it before somebody left and came back.
  const total = new Set([...line, ...place.sent]).size;
  const passed = total - left.length;
  const mendable = remedies.filter(({ id }) => left.includes(id));
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <p role="status" className="flex justify-between text-ink-soft text-sm tabular-nums">
          <span>{say("counter", { position: passed + 1, total })}</span>
          {place.skipped.length > 0 ? <span>{say("skipped", { count: place.skipped.length })}</span> : null}
        </p>
        <ProgressBar
          label={say("progress")}
          text={say("counter", { position: passed + 1, total })}
          value={passed}
          max={total}
        />
      </div>
      {mendable.length > 1 ? (
        <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border bg-sunken px-3.5 py-2 text-sm">
          <span className="min-w-0 flex-1 basis-64">{say("remedy.offer", { count: mendable.length })}</span>
          <Button size="small" onClick={() => setCleaning(true)}>
            {say("remedy.open")}
          </Button>
        </p>
      ) : null}
      {isCleaning ? (
        <RemedyDialog
          remedies={mendable}
          readAt={readAt}
          start={actions.start}
          onClose={() => setCleaning(false)}
        />
      ) : null}
      {failure ? (
        <>
          <FailureNotice failure={failure} />
          <Button className="self-start" onClick={reload}>
            {say("tryAgain")}
          </Button>
        </>
      ) : loaded ? (
        <Item
          key={loaded.registrationId}
          item={loaded}
          {...form}
          personId={personId}
          submit={actions.save}
          onSaved={() => advance("sent", current)}
          onSkip={() => advance("skipped", current)}
        />
      ) : (
        <ItemSkeleton />
      )}
    </>
  );
}

function Item({
  item: { name, known, ...toFix },
  onSaved,
  onSkip,
  ...form
}: Pick<FixFormProps, "personId" | "countries" | "timeStyle" | "submit"> & {
  item: LineItem;
  onSaved: () => void;
  onSkip: () => void;
}) {
  const say = useMessages("fixing");
  const sayStatus = useMessages("status");
  return (
    <section
      aria-labelledby="fixing-name"
      className="flex flex-col gap-4 rounded-xl border bg-surface px-4 py-4 shadow-raised sm:px-5"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="fixing-name" className="min-w-0 font-semibold text-lg [overflow-wrap:anywhere]">
          <Link href={`/registrations/${toFix.registrationId}`} className="hover:underline">
            {name}
          </Link>
        </h2>
        <StatusBadge status="NEEDS_FIX" label={sayStatus("NEEDS_FIX")} />
      </div>
      {toFix.refusal && Object.keys(toFix.refusal.fields).length === 0 ? <p>{toFix.refusal.text}</p> : null}
      {known ? (
        <p className="rounded-lg border border-info-line bg-info-wash px-3.5 py-2 text-sm [overflow-wrap:anywhere]">
          <span className="font-medium text-info-ink">{say("known")}:</span> {known.meaning} {known.fix}
        </p>
      ) : null}
      <FixForm
        {...form}
        {...toFix}
        showsWords
        submitLabel={say("saveAndNext")}
        onSaved={onSaved}
        onSent={onSkip}
      >
        <Button onClick={onSkip} aria-keyshortcuts="F8">
          {say("skip")} <Kbd>F8</Kbd>
        </Button>
      </FixForm>
    </section>
  );
}

function ItemSkeleton() {
  return (
    <div className="flex flex-col gap-4 rounded-xl border bg-surface px-5 py-4">
      <Skeleton className="h-6 w-1/2" />
      <Skeleton className="h-9 w-full max-w-xl" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
