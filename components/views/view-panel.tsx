"use client";

import BookmarkIcon from "lucide-react/icons/bookmark";
import Home from "lucide-react/icons/house";
import List from "lucide-react/icons/list";
import Users from "lucide-react/icons/users";
import { useEffect, useState, useTransition } from "react";
import { useGo } from "@/components/pending/use-go";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { type Choice, ChoiceList } from "@/components/ui/fields/choice-list";
import { Overlay } from "@/components/ui/overlays/overlay";
import { writeToClipboard } from "@/components/ui/text/clipboard";
import { useMessages } from "@/lib/i18n/client-messages";
import type { SavedView } from "@/lib/views/saved-view";
import { tellPinsChanged } from "./pins-changed";
import type { ViewActions } from "./view-actions";

const EVERYTHING = "everything";

/** One's own views and the shared ones to choose from, and what can be done with the one that is open. */
export function ViewPanel({
  anchor,
  view,
  canSave,
  actions,
  onClose,
  onDialog,
}: {
  anchor: Element;
  view: SavedView | null;
  /** Whether the list shows what no view keeps. On a phone there is no room beside the panel's button to save it. */
  canSave: boolean;
  actions: ViewActions;
  onClose: () => void;
  onDialog: (dialog: "new" | "rename") => void;
}) {
  const say = useMessages("views");
  const go = useGo();
  const [views, setViews] = useState<readonly SavedView[] | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);

  useEffect(() => {
    let isWanted = true;
    void actions
      .load({})
      .catch(unreachable)
      .then((answer) => {
        if (!isWanted) return;
        if ("views" in answer) setViews(answer.views);
        else setFailure(answer);
      });
    return () => {
      isWanted = false;
    };
  }, [actions]);

  const choices: Choice[] = [
    { key: EVERYTHING, label: say("everything"), icon: <List aria-hidden="true" />, isChosen: view === null },
    ...(views ?? []).map((each) => ({
      key: each.id,
      label: each.name,
      icon: each.isShared ? <Users aria-hidden="true" /> : <BookmarkIcon aria-hidden="true" />,
      hint: hintOf(each),
      isChosen: each.id === view?.id,
      group: each.isOwn ? say("own") : say("shared"),
    })),
  ];

  function hintOf(each: SavedView) {
    return (
      <span className="flex items-center gap-1.5">
        {each.isDefault ? <Home role="img" aria-label={say("isDefault")} /> : null}
        {each.isOwn ? null : each.ownerName}
      </span>
    );
  }

  return (
    <Overlay label={say("views")} anchor={anchor} onClose={onClose} className="sm:w-80">
      <ChoiceList
        label={say("views")}
        placeholder={say("find")}
        none={say("none")}
        choices={choices}
        onChoose={(key) => {
          onClose();
          go(key === EVERYTHING ? "/registrations?status=all" : `/registrations?view=${key}`);
        }}
      >
        {views === null && !failure ? <p className="pb-3">{say("loading")}</p> : null}
        {views?.length === 0 ? <p className="pb-3">{say("noneYet")}</p> : null}
      </ChoiceList>
      {failure ? <FailureNotice failure={failure} /> : null}
      {canSave ? (
        <div className="shrink-0 border-t p-2 sm:hidden">
          <Button size="small" onClick={() => onDialog("new")}>
            {say("saveAs")}
          </Button>
        </div>
      ) : null}
      {view ? (
        <ViewOptions
          view={view}
          actions={actions}
          onRename={() => onDialog("rename")}
          onClose={onClose}
          onFailure={setFailure}
        />
      ) : null}
    </Overlay>
  );
}

function ViewOptions({
  view,
  actions,
  onRename,
  onClose,
  onFailure,
}: {
  view: SavedView;
  actions: ViewActions;
  onRename: () => void;
  onClose: () => void;
  onFailure: (failure: ActionFailure) => void;
}) {
  const say = useMessages("views");
  const go = useGo();
  const [pending, startTransition] = useTransition();
  const [isDeleting, setDeleting] = useState(false);
  const [isCopied, setCopied] = useState<boolean | null>(null);
  const link = `/registrations?view=${view.id}`;

  const sayCommon = useMessages("common");

  function run(work: () => Promise<{ kind: string } | ActionFailure>, after?: () => void) {
    if (pending) return;
    startTransition(async () => {
      const answer = await work().catch(unreachable);
      if ("code" in answer) return onFailure(answer);
      tellPinsChanged();
      onClose();
      after?.();
    });
  }

  return (
    <section aria-label={view.name} className="flex shrink-0 flex-wrap gap-1 border-t p-2">
      <Button
        size="small"
        variant="quiet"
        pending={pending}
        onClick={() => run(() => actions.chooseDefault({ id: view.isDefault ? null : view.id }))}
      >
        {say(view.isDefault ? "dropDefault" : "makeDefault")}
      </Button>
      <Button
        size="small"
        variant="quiet"
        pending={pending}
        onClick={() => run(() => actions.pin({ id: view.id, isPinned: !view.isPinned }))}
      >
        {say(view.isPinned ? "unpin" : "pin")}
      </Button>
      <Button
        size="small"
        variant="quiet"
        onClick={async () => setCopied(await writeToClipboard(location.origin + link))}
      >
        {isCopied ? sayCommon("copied") : say("copyLink")}
      </Button>
      {view.isOwn ? (
        <>
          <Button size="small" variant="quiet" onClick={onRename}>
            {say("rename")}
          </Button>
          <Button
            size="small"
            variant="quiet"
            pending={pending}
            onClick={() => run(() => actions.update({ id: view.id, isShared: !view.isShared }))}
          >
            {say(view.isShared ? "unshare" : "share")}
          </Button>
          <Button
            size="small"
            variant={isDeleting ? "danger" : "quiet"}
            pending={pending}
            onClick={() =>
              isDeleting
                ? run(
                    () => actions.remove({ id: view.id }),
                    () => go("/registrations?status=all"),
                  )
                : setDeleting(true)
            }
          >
            {isDeleting ? say("confirmDelete", { name: view.name }) : say("delete")}
          </Button>
        </>
      ) : (
        <p className="px-2.5 py-1.5 text-ink-faint text-sm">{say("sharedBy", { name: view.ownerName })}</p>
      )}
      {isCopied === false ? (
        <p role="alert" className="w-full px-2.5 text-danger-ink text-sm">
          {sayCommon("copyRefused")}: <span className="mono-id text-ink">{location.origin + link}</span>
        </p>
      ) : null}
      <p className="w-full px-2.5 pb-1 text-ink-faint text-xs">
        {say(view.isShared ? "sharedExplained" : "privateExplained")}
      </p>
    </section>
  );
}
