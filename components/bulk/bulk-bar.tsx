"use client";

import Archive from "lucide-react/icons/archive";
import ArchiveRestore from "lucide-react/icons/archive-restore";
import CalendarClock from "lucide-react/icons/calendar-clock";
import Eraser from "lucide-react/icons/eraser";
import MailCheck from "lucide-react/icons/mail-check";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import SearchCheck from "lucide-react/icons/search-check";
import UserRoundPen from "lucide-react/icons/user-round-pen";
import X from "lucide-react/icons/x";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Opening } from "@/components/pending/opening";
import { Button, IconButton } from "@/components/ui/button";
import type { BulkKind } from "@/lib/bulk/kinds";
import { useMessages } from "@/lib/i18n/client-messages";
import type { BarSelection, BulkActions } from "./bulk-actions";

// Only who presses a button needs it.
const BulkDialog = dynamic(() => import("./bulk-dialog").then((module) => module.BulkDialog), {
  loading: Opening,
});
const BulkFollowUpDialog = dynamic(
  () => import("./bulk-follow-up-dialog").then((module) => module.BulkFollowUpDialog),
  { loading: Opening },
);

const ICONS = {
  retry: RotateCcw,
  check: SearchCheck,
  assign: UserRoundPen,
  archive: Archive,
  restore: ArchiveRestore,
  clean: Eraser,
  nudge: MailCheck,
  follow_up: CalendarClock,
} as const satisfies Record<BulkKind, typeof RotateCcw>;

/**
 * What can be done with the selection, at the bottom of the list. Each button opens an estimate, which asks once
 * and then leads to the job. Needs the messages `bulk`, `followUps`, `common` and `errors`.
 */
export function BulkBar({
  selection,
  count,
  kinds,
  actions,
  onClear,
  onStarted,
  tools,
  children,
}: {
  selection: BarSelection;
  /** As it is to be read, such as `412` or `1,000+`. */
  count: string;
  /** Those that make sense here, in their order; the first is the one people mostly want. */
  kinds: readonly BulkKind[];
  /** Null for people who may only look; then there are no kinds. */
  actions: BulkActions | null;
  onClear: () => void;
  /** Told before the browser goes to the job. */
  onStarted?: () => void;
  /** Stand behind what can be done with it. */
  tools?: ReactNode;
  /** Stands after the count, such as "Select all 412 that match". */
  children?: ReactNode;
}) {
  const say = useMessages("bulk");
  const [kind, setKind] = useState<BulkKind | null>(null);
  return (
    <>
      <section
        aria-label={say("selection")}
        className="sticky bottom-4 z-20 mx-auto flex max-w-full flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line-strong bg-surface px-2 py-2 shadow-floating max-lg:bottom-18 max-sm:w-full"
      >
        <span className="flex min-w-0 items-center gap-1.5">
          <IconButton label={say("clear")} onClick={onClear}>
            <X aria-hidden="true" />
          </IconButton>
          <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm tabular-nums" aria-live="polite">
            <span className="whitespace-nowrap font-medium">{say("selected", { count })}</span>
            {children}
          </p>
        </span>
        <span className="flex min-w-0 flex-wrap gap-1 max-sm:-mx-2 max-sm:w-[calc(100%+1rem)] max-sm:flex-nowrap max-sm:gap-1.5 max-sm:overflow-x-auto max-sm:px-2 max-sm:py-0.5 max-sm:*:shrink-0 [scrollbar-width:none]">
          {kinds.map((each, index) => {
            const Icon = ICONS[each];
            return (
              <Button
                key={each}
                size="small"
                variant={index === 0 ? "primary" : "secondary"}
                icon={<Icon aria-hidden="true" />}
                onClick={() => setKind(each)}
              >
                {say(`kind.${each}`)}
              </Button>
            );
          })}
          {tools}
        </span>
      </section>
      {kind === "follow_up" && actions ? (
        <BulkFollowUpDialog {...{ selection, actions, onStarted }} onClose={() => setKind(null)} />
      ) : kind && kind !== "follow_up" && actions ? (
        <BulkDialog {...{ kind, selection, actions, onStarted }} onClose={() => setKind(null)} />
      ) : null}
    </>
  );
}
