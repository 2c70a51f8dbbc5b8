"use client";

import ArrowRight from "lucide-react/icons/arrow-right";
import Bookmark from "lucide-react/icons/bookmark";
import History from "lucide-react/icons/history";
import Search from "lucide-react/icons/search";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { StatusIcon } from "@/components/registrations/status-badge";
import { MatchLine } from "@/components/search/marked";
import { type FoundRow, SHORTEST_SEARCH } from "@/components/search/search-answer";
import { useSearch } from "@/components/search/use-search";
import { unreachable } from "@/components/ui/action-failure";
import { ChoiceList } from "@/components/ui/fields/choice-list";
import { Overlay } from "@/components/ui/overlays/overlay";
import { Kbd } from "@/components/ui/text/kbd";
import { type Say, useMessages } from "@/lib/i18n/client-messages";
import type { SavedView } from "@/lib/views/saved-view";
import type { Command, CommandActions, CommandPlace } from "./command";
import { useDoings } from "./doings";
import { enterInto, type Typed, typeInto } from "./early-keys";
import { readPageActions } from "./page-actions";
import { readRecent } from "./recent";

/** What can be done here and anywhere, pages, saved views and registrations: type, choose, go. */
export function CommandMenu({
  personId,
  pathname,
  places,
  mayCreate,
  actions,
  takeEarlyKeys,
  onClose,
  onHelp,
}: {
  personId: string;
  pathname: string;
  places: readonly CommandPlace[];
  mayCreate: boolean;
  actions: CommandActions;
  /** What was typed before this was there. */
  takeEarlyKeys: () => Typed | null;
  onClose: () => void;
  onHelp: () => void;
}) {
  const say = useMessages("commands");
  const saySearch = useMessages("search");
  const router = useRouter();
  const [views, setViews] = useState<readonly SavedView[]>([]);
  const [query, setQuery] = useState("");
  const { answer, isSearching, hasFailed } = useSearch(query);
  // Read once: what lies beneath does not change while this lies over it.
  const [onPage] = useState(readPageActions);
  const [recent] = useState(() => readRecent(personId, pathname));
  const doings = useDoings({ mayCreate, onHelp });

  useEffect(() => {
    void actions
      .loadViews({})
      .catch(unreachable)
      .then((loaded) => setViews("views" in loaded ? loaded.views : []));
  }, [actions]);

  useEffect(() => {
    // The overlay has given it the focus by now.
    const typed = takeEarlyKeys();
    const field = document.activeElement;
    if (!typed || !(field instanceof HTMLInputElement)) return;
    if (typed.text) typeInto(field, typed.text);
    if (typed.isEntered) enterInto(field);
  }, [takeEarlyKeys]);

  const go: Go = (href) => () => router.push(href);
  const known = new Set(doings.map(({ label }) => label));
  const commands: Command[] = [
    ...(query === ""
      ? recent.map(
          ({ id, name }): Command => ({
            key: `recent ${id}`,
            label: name,
            icon: <History aria-hidden="true" />,
            group: say("recent"),
            run: go(`/registrations/${id}`),
          }),
        )
      : []),
    ...onPage
      .filter(({ label }) => !known.has(label))
      .map(
        ({ label, press }): Command => ({
          key: `page ${label}`,
          label,
          icon: <ArrowRight aria-hidden="true" />,
          group: say("onPage"),
          run: press,
        }),
      ),
    ...doings,
    ...places.map(
      ({ key, href, label }): Command => ({
        key: `place ${key}`,
        label,
        icon: <ArrowRight aria-hidden="true" />,
        group: say("goTo"),
        run: go(href),
      }),
    ),
    ...views.map(
      ({ id, name, ownerName, isOwn }): Command => ({
        key: `view ${id}`,
        label: name,
        icon: <Bookmark aria-hidden="true" />,
        hint: isOwn ? undefined : ownerName,
        group: say("views"),
        run: go(`/registrations?view=${id}`),
      }),
    ),
    ...(answer?.rows ?? []).map((row) => commandOf(row, saySearch("registrations"), go)),
    ...(answer?.near && !isSearching
      ? [
          searchCommand(
            { q: answer.near.query },
            saySearch("didYouMean", { query: answer.near.query }),
            "",
            saySearch,
            go,
          ),
          ...answer.near.rows.map((row) => commandOf(row, saySearch("registrations"), go)),
        ]
      : []),
    ...((isSearching ? null : answer?.tabs) ?? []).map(({ tab, label, count }) =>
      tab === "all"
        ? searchCommand({ q: query }, saySearch("searchFor", { query }), count, saySearch, go)
        : searchCommand({ status: tab, q: query }, label, count, saySearch, go),
    ),
    ...(query !== "" && (isSearching || !answer)
      ? [searchCommand({ q: query }, saySearch("searchFor", { query }), "", saySearch, go)]
      : []),
  ];

  return (
    <Overlay label={say("title")} onClose={onClose} className="sm:w-[min(40rem,calc(100vw-2rem))]">
      <ChoiceList
        label={say("title")}
        placeholder={say("placeholder")}
        none={query.length < SHORTEST_SEARCH ? say("none") : saySearch("nothing", { query })}
        choices={commands}
        onType={(text) => setQuery(text.trim())}
        onChoose={(key) => {
          const command = commands.find((one) => one.key === key);
          if (key === "help") return command?.run();
          onClose();
          // Once this is away, so that whatever opens lies over the page and gives the focus back to it.
          requestAnimationFrame(() => command?.run());
        }}
      >
        {isSearching ? <p className="py-2.5">{saySearch("searching")}</p> : null}
        {hasFailed ? <p className="py-2.5">{saySearch("unreachable")}</p> : null}
      </ChoiceList>
      <p aria-hidden="true" className="flex gap-4 border-t px-4 py-2 text-ink-faint text-xs max-sm:hidden">
        <span className="flex items-center gap-1">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd>
          {say("choose")}
        </span>
        <span className="flex items-center gap-1">
          <Kbd>↵</Kbd>
          {say("openIt")}
        </span>
        <span className="flex items-center gap-1">
          <Kbd>Esc</Kbd>
          {say("close")}
        </span>
      </p>
    </Overlay>
  );
}

type Go = <T extends string>(href: Route<T>) => () => void;

function commandOf(row: FoundRow, group: string, go: Go): Command {
  const { id, name, person, status, statusLabel, created, match } = row;
  return {
    key: `row ${id}`,
    label: name,
    detail: match ? (
      <>
        {`${person} · `}
        <MatchLine match={match} />
      </>
    ) : (
      person
    ),
    icon: <StatusIcon status={status} className="text-ink-faint" />,
    hint: `${statusLabel} · ${created}`,
    group,
    isAlwaysShown: true,
    run: go(`/registrations/${id}`),
  };
}

function searchCommand(
  params: Record<string, string>,
  label: string,
  count: string,
  say: Say<"search">,
  go: Go,
): Command {
  const address = new URLSearchParams(params).toString();
  return {
    key: `search ${address}`,
    label,
    hint: count,
    icon: <Search aria-hidden="true" />,
    group: say("registrations"),
    isAlwaysShown: true,
    run: go(`/registrations?${address}` as Route),
  };
}
