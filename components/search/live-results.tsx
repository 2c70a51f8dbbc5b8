"use client";

import clsx from "clsx";
import CornerDownLeft from "lucide-react/icons/corner-down-left";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { StatusBadge } from "@/components/registrations/status-badge";
import { useMessages } from "@/lib/i18n/client-messages";
import { Marked, MatchLine } from "./marked";
import { type FoundRow, SHORTEST_SEARCH } from "./search-answer";
import { useSearch } from "./use-search";

const ROWS_SHOWN = 6;

/** `says` is what the list is searched for where the way leads to it. */
type Way = { key: string; href: Route; says?: string; content: ReactNode };

/**
 * What is found, under a search field that keeps the focus: arrows choose, Enter opens what is chosen. Without a choice
 * the field's keys stay its own.
 */
export function LiveResults({
  field,
  query,
  onLeave,
}: {
  field: HTMLInputElement;
  query: string;
  /** Told what the list is searched for from now on; undefined where the way leads elsewhere. */
  onLeave: (says: string | undefined) => void;
}) {
  const say = useMessages("search");
  const router = useRouter();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { answer, asked, isSearching, hasFailed } = useSearch(query);
  const [chosen, setChosen] = useState<{ query: string; place: number } | null>(null);

  // Counts and what was meant are told of what is typed, not of what was before.
  const near = isSearching ? null : (answer?.near ?? null);
  const ways: Way[] = [
    ...(answer?.rows ?? []).slice(0, ROWS_SHOWN).map((row) => wayTo(row, asked)),
    ...(near
      ? [
          {
            key: "near",
            href: listOf({ q: near.query }),
            says: near.query,
            content: (
              <span className="font-medium text-accent-ink">{say("didYouMean", { query: near.query })}</span>
            ),
          },
          ...near.rows.map((row) => wayTo(row, near.query)),
        ]
      : []),
    ...((isSearching ? null : answer?.tabs) ?? []).map(({ tab, label, count }) => ({
      key: `tab ${tab}`,
      href: listOf({ ...(tab === "all" ? {} : { status: tab }), q: query }),
      says: query,
      content: (
        <span className="flex items-center justify-between gap-3 text-ink-soft">
          {tab === "all" ? say("searchFor", { query }) : label}
          <span className="tabular-nums text-ink-faint">{count}</span>
        </span>
      ),
    })),
  ];
  const place = chosen?.query === query ? Math.min(chosen.place, ways.length - 1) : -1;

  function open({ href, says }: Way) {
    onLeave(says);
    router.push(href);
  }

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const way = ways[place];
      if (step !== 0 && ways.length > 0) {
        // Beyond either end stands the field itself.
        const next = place + step;
        setChosen({ query, place: next < -1 ? ways.length - 1 : next >= ways.length ? -1 : next });
      } else if (event.key === "Enter" && way && !event.isComposing) open(way);
      else return;
      event.preventDefault();
    }
    field.addEventListener("keydown", onKeyDown);
    return () => field.removeEventListener("keydown", onKeyDown);
  });

  useEffect(() => {
    field.setAttribute("aria-controls", id);
    if (place >= 0) field.setAttribute("aria-activedescendant", `${id}-${place}`);
    list.current?.querySelector(`[data-place="${place}"]`)?.scrollIntoView({ block: "nearest" });
    return () => {
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    };
  }, [field, id, place]);

  if (query.length < SHORTEST_SEARCH) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a press from taking the focus, which would close it.
    <div
      onMouseDown={(event) => event.preventDefault()}
      className="absolute top-full right-0 left-0 z-25 mt-1.5 overflow-hidden rounded-xl border bg-surface shadow-floating sm:right-auto sm:w-[min(34rem,calc(100vw-3rem))]"
    >
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={say("registrations")}
        className={clsx("max-h-[min(28rem,60dvh)] overflow-y-auto p-1.5", ways.length === 0 && "hidden")}
      >
        {ways.map((way, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which points here.
          <div
            key={way.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            data-place={index}
            onClick={() => open(way)}
            onPointerMove={() => setChosen({ query, place: index })}
            className={clsx(
              "cursor-pointer rounded-lg px-2.5 py-1.5 max-sm:min-h-11",
              index === place && "bg-hover",
            )}
          >
            {way.content}
          </div>
        ))}
      </div>
      <p role="status" className="border-t px-4 py-2 text-ink-faint text-xs first:border-t-0">
        {hasFailed
          ? say("unreachable")
          : isSearching
            ? say("searching")
            : ways.length === 0
              ? say("nothing", { query })
              : say("enterForAll")}
        {hasFailed || isSearching || ways.length === 0 ? null : (
          <CornerDownLeft aria-hidden="true" className="ml-1.5 inline size-3 align-[-1px]" />
        )}
      </p>
    </div>
  );
}

function listOf(params: Record<string, string>): Route {
  return `/registrations?${new URLSearchParams(params)}` as Route;
}

function wayTo(row: FoundRow, query: string): Way {
  return {
    key: row.id,
    href: `/registrations/${row.id}` as Route,
    content: (
      <span className="flex items-start justify-between gap-3">
        <span className="min-w-0">
          <span className="block truncate font-medium">
            <Marked text={row.name} query={query} />
          </span>
          <span className="block truncate text-ink-faint text-sm">
            <Marked text={row.person} query={query} />
            {row.match ? (
              <>
                {" · "}
                <MatchLine match={row.match} />
              </>
            ) : null}
          </span>
        </span>
        <span className="mt-0.5 shrink-0">
          <StatusBadge status={row.status} label={row.statusLabel} />
        </span>
      </span>
    ),
  };
}
