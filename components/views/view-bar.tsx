"use client";

import Bookmark from "lucide-react/icons/bookmark";
import ChevronDown from "lucide-react/icons/chevron-down";
import { lazy, Suspense, useState, useTransition } from "react";
import { Opening } from "@/components/pending/opening";
import { useGo } from "@/components/pending/use-go";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { SavedView } from "@/lib/views/saved-view";
import type { ViewActions, ViewAnswer } from "./view-actions";

const ViewPanel = lazy(() => import("./view-panel").then(({ ViewPanel }) => ({ default: ViewPanel })));
const ViewDialog = lazy(() => import("./view-dialog").then(({ ViewDialog }) => ({ default: ViewDialog })));

export type ViewBarProps = {
  /** The view that is open. */
  view: SavedView | null;
  isChanged: boolean;
  /** Whether nothing is filtered, but for whose they are. */
  isPlain: boolean;
  /** What the list shows, as a view would keep it. */
  query: string;
  actions: ViewActions;
};

/** Which view is open, whether the list still shows it, and the ways to another view, to keep this one or to save a new one. */
export function ViewBar({ view, isChanged, isPlain, query, actions }: ViewBarProps) {
  const say = useMessages("views");
  const go = useGo();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [dialog, setDialog] = useState<"new" | "rename" | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [pending, startTransition] = useTransition();

  function saveChanges({ id }: SavedView) {
    startTransition(async () => {
      const answer: ViewAnswer = await actions.update({ id, query }).catch(unreachable);
      setFailure(answer.kind === "failure" ? answer : null);
      if (answer.kind === "saved") go(`/registrations?view=${id}`);
    });
  }

  const canSave = view ? isChanged : !isPlain;
  return (
    <>
      <Button
        variant="quiet"
        size="small"
        aria-haspopup="dialog"
        icon={<Bookmark aria-hidden="true" />}
        className="max-w-64"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <span className={view ? "truncate" : "truncate max-sm:sr-only"}>
          {view ? view.name : say("views")}
        </span>
        <ChevronDown aria-hidden="true" className={view ? undefined : "max-sm:hidden"} />
      </Button>
      {view && isChanged ? <Badge tone="accent">{say("changed")}</Badge> : null}
      {view?.isOwn && isChanged ? (
        <Button size="small" pending={pending} onClick={() => pending || saveChanges(view)}>
          {say("saveChanges")}
        </Button>
      ) : null}
      {canSave ? (
        <Button size="small" variant="quiet" className="max-sm:hidden" onClick={() => setDialog("new")}>
          {say("saveAs")}
        </Button>
      ) : null}
      {failure ? <FailureNotice failure={failure} /> : null}
      <Suspense fallback={<Opening />}>
        {anchor ? (
          <ViewPanel
            anchor={anchor}
            view={view}
            canSave={canSave}
            actions={actions}
            onClose={() => setAnchor(null)}
            onDialog={(next) => {
              setAnchor(null);
              setDialog(next);
            }}
          />
        ) : null}
        {dialog ? (
          <ViewDialog
            view={dialog === "rename" ? view : null}
            query={query}
            actions={actions}
            onClose={() => setDialog(null)}
          />
        ) : null}
      </Suspense>
    </>
  );
}
