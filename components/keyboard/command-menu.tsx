"use client";

import ArrowRight from "lucide-react/icons/arrow-right";
import Bookmark from "lucide-react/icons/bookmark";
import Keyboard from "lucide-react/icons/keyboard";
import Search from "lucide-react/icons/search";
import Store from "lucide-react/icons/store";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { type Choice, ChoiceList } from "@/components/ui/fields/choice-list";
import { Overlay } from "@/components/ui/overlays/overlay";
import { useMessages } from "@/lib/i18n/client-messages";
import type { SavedView } from "@/lib/views/saved-view";

/** A page, or something to be done that begins on one. */
export type CommandPlace = { key: string; href: Route; label: string };

export type FoundRegistration = { id: string; name: string; status: string; reference: string };

/** The server actions behind the command menu. */
export type CommandActions = {
  loadViews: (input: Record<string, never>) => Promise<{ views: SavedView[] } | ActionFailure>;
  search: (input: { query: string }) => Promise<{ rows: FoundRegistration[] } | ActionFailure>;
};

const TYPING_PAUSE_MS = 180;
/** Less than this finds nearly everything. */
const SHORTEST_SEARCH = 3;

/** Pages, saved views and registrations by name: type, choose, go. */
export function CommandMenu({
  places,
  actions,
  onClose,
  onHelp,
}: {
  places: readonly CommandPlace[];
  actions: CommandActions;
  onClose: () => void;
  onHelp: () => void;
}) {
  const say = useMessages("commands");
  const router = useRouter();
  const [views, setViews] = useState<readonly SavedView[]>([]);
  const { query, setQuery, rows, isSearching, failure } = useRegistrationSearch(actions.search);

  useEffect(() => {
    void actions
      .loadViews({})
      .catch(unreachable)
      .then((answer) => setViews("views" in answer ? answer.views : []));
  }, [actions]);

  const ways = new Map<string, () => void>();
  function choice<T extends string>(key: string, href: Route<T>, rest: Omit<Choice, "key">): Choice {
    ways.set(key, () => router.push(href));
    return { key, ...rest };
  }
  const choices: Choice[] = [
    ...places.map(({ key, href, label }) =>
      choice(`place ${key}`, href, { label, icon: <ArrowRight aria-hidden="true" />, group: say("goTo") }),
    ),
    { key: "help", label: say("help"), icon: <Keyboard aria-hidden="true" />, hint: "?", group: say("goTo") },
    ...views.map(({ id, name, ownerName, isOwn }) =>
      choice(`view ${id}`, `/registrations?view=${id}`, {
        label: name,
        icon: <Bookmark aria-hidden="true" />,
        hint: isOwn ? undefined : ownerName,
        group: say("views"),
      }),
    ),
    ...rows.map(({ id, name, status, reference }) =>
      choice(`row ${id}`, `/registrations/${id}`, {
        label: name,
        icon: <Store aria-hidden="true" />,
        hint: `${status} · ${reference}`,
        group: say("registrations"),
        isAlwaysShown: true,
      }),
    ),
    ...(query
      ? [
          choice("search", `/registrations?${new URLSearchParams({ q: query })}`, {
            label: say("searchFor", { query }),
            icon: <Search aria-hidden="true" />,
            group: say("registrations"),
            isAlwaysShown: true,
          }),
        ]
      : []),
  ];

  return (
    <Overlay label={say("title")} onClose={onClose} className="sm:w-[min(36rem,calc(100vw-2rem))]">
      <ChoiceList
        label={say("title")}
        placeholder={say("placeholder")}
        none={say("none")}
        choices={choices}
        onType={setQuery}
        onChoose={(key) => {
          if (key === "help") return onHelp();
          onClose();
          ways.get(key)?.();
        }}
      >
        {isSearching ? <p className="pb-2.5">{say("searching")}</p> : null}
        {failure ? <p className="pb-2.5">{say("unreachable")}</p> : null}
      </ChoiceList>
    </Overlay>
  );
}

/** Searches a moment after the last key; answers to what is no longer asked are dropped. */
function useRegistrationSearch(search: CommandActions["search"]) {
  const [query, setQuery] = useState("");
  const [answer, setAnswer] = useState<{ query: string; rows: FoundRegistration[] | null }>({
    query: "",
    rows: [],
  });
  const latest = useRef("");

  useEffect(() => {
    latest.current = query;
    if (query.length < SHORTEST_SEARCH) return;
    const timer = setTimeout(async () => {
      const found = await search({ query }).catch(unreachable);
      if (latest.current === query) setAnswer({ query, rows: "rows" in found ? found.rows : null });
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, search]);

  const isLong = query.length >= SHORTEST_SEARCH;
  const isAnswered = answer.query === query;
  return {
    query,
    setQuery: (text: string) => setQuery(text.trim()),
    rows: isLong && isAnswered ? (answer.rows ?? []) : [],
    isSearching: isLong && !isAnswered,
    failure: isLong && isAnswered && answer.rows === null,
  };
}
