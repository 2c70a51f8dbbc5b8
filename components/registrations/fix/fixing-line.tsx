"use client";

import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useEffect, useState } from "react";
import { isOverlayOpen } from "@/components/keyboard/key-press";
import { Opening } from "@/components/pending/opening";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import { FixForm, type FixFormProps } from "./fix-form";
import type { LineActions, LineItem } from "./line-actions";
import { LineEnd } from "./line-end";
import { LineProgress } from "./line-progress";
import { PartedNotice } from "./parted-notice";
import type { PreviewedRemedy } from "./remedy-dialog";
import { useLine } from "./use-line";

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
  const [isCleaning, setCleaning] = useState(false);
  const line = useLine({ personId, name, ids, beginsAnew: true, load: actions.load });
  const { current, advance, item, failure, passed, total } = line;

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

  if (!line.isOpen) return <ItemSkeleton />;
  const parted = line.parted ? (
    <PartedNotice
      id={line.parted.id}
      words={say("parted", { name: line.parted.item.name })}
      open={say("open")}
    />
  ) : null;
  if (!current)
    return (
      <>
        {parted}
        <LineEnd
          sent={line.sent}
          skipped={line.againCount}
          listHref={listHref}
          loadStanding={actions.standing}
          onAgain={line.goAgain}
          onEnd={line.end}
        />
      </>
    );
  const mendable = remedies.filter(({ id }) => line.left.includes(id));
  return (
    <>
      <LineProgress
        label={say("progress")}
        counter={say("counter", { position: passed + 1, total })}
        skipped={line.skippedCount > 0 ? say("skipped", { count: line.skippedCount }) : null}
        passed={passed}
        total={total}
      />
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
          key={item.registrationId}
          item={item}
          {...form}
          personId={personId}
          submit={actions.save}
          onSaved={() => advance("sent", current)}
          onSkip={() => advance("skipped", current)}
          onSent={() => line.part(current)}
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
  onSent,
  ...form
}: Pick<FixFormProps, "personId" | "countries" | "timeStyle" | "submit" | "onSent"> & {
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
        onSent={onSent}
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
