"use client";

import ListFilterIcon from "lucide-react/icons/list-filter";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import X from "lucide-react/icons/x";
import type { Route } from "next";
import Link from "next/link";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { Opening } from "@/components/pending/opening";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ChipFilter } from "@/lib/registrations/list/filter";
import type { LoadFilterChoices } from "./choice-lists";

/** A filter in words, such as `Owner: Rina`, and the address of the list without it. */
export type Chip = { filter: ChipFilter; words: string; withoutHref: Route };

export type FilterBarProps = {
  chips: readonly Chip[];
  clearHref: Route;
  /** The list's state as its query string says it, with the columns in force. */
  query: string;
  /** Whether the address itself says the columns; else this browser remembers them. */
  hasOwnColumns: boolean;
  /** See `listAddress`. */
  isExplicit: boolean;
  loadChoices: LoadFilterChoices;
  /** Stands after the buttons. */
  tools?: ReactNode;
  /** Stands at the end of their line. */
  range?: ReactNode;
};

// What only opens by a press is fetched by that press, or when the pointer comes near.
const loadFilterPanel = () => import("./panel").then(({ FilterPanel }) => ({ default: FilterPanel }));
const FilterPanel = lazy(loadFilterPanel);
const DisplayPanel = lazy(() =>
  import("./display-panel").then(({ DisplayPanel }) => ({ default: DisplayPanel })),
);

const CHIP_WORDS = "h-7 min-w-0 truncate rounded-lg pr-1.5 pl-2.5 font-medium max-sm:h-10";

type Opened =
  | { panel: "filter"; filter: ChipFilter | null; anchor: Element }
  | { panel: "display"; anchor: Element };

/** *Add filter* and *Display*, the filters in force as chips that can be changed and taken away. */
export function FilterBar({
  chips,
  clearHref,
  query,
  hasOwnColumns,
  isExplicit,
  loadChoices,
  tools,
  range,
}: FilterBarProps) {
  const say = useMessages("filters");
  const [opened, setOpened] = useState<Opened | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  // What is pressed goes away with its chip, and the focus must not go with it.
  const keepFocus = () => adder.current?.focus({ preventScroll: true });
  const panel = { query, hasOwnColumns, isExplicit, onClose: () => setOpened(null) };

  return (
    <>
      <div className="flex flex-wrap gap-2 max-sm:flex-nowrap max-sm:gap-1.5 max-sm:[&>button]:px-3">
        <Button
          ref={adder}
          aria-haspopup="dialog"
          onPointerEnter={() => void loadFilterPanel()}
          icon={<ListFilterIcon aria-hidden="true" />}
          onClick={(event) => setOpened({ panel: "filter", filter: null, anchor: event.currentTarget })}
        >
          <span className="max-sm:sr-only">{say("add")}</span>
        </Button>
        <Button
          aria-haspopup="dialog"
          icon={<SlidersHorizontal aria-hidden="true" />}
          onClick={(event) => setOpened({ panel: "display", anchor: event.currentTarget })}
        >
          <span className="max-sm:sr-only">{say("display")}</span>
        </Button>
        {tools}
      </div>
      {range ? <div className="ml-auto max-sm:hidden">{range}</div> : null}
      {chips.length > 0 ? (
        <ul aria-label={say("inForce")} className="flex w-full flex-wrap items-center gap-1.5">
          {chips.map(({ filter, words, withoutHref }) => (
            <li
              key={filter}
              className="flex max-w-full items-center rounded-lg border border-accent-line bg-accent-wash text-accent-ink text-sm"
            >
              <button
                type="button"
                aria-haspopup="dialog"
                title={words}
                onClick={(event) => setOpened({ panel: "filter", filter, anchor: event.currentTarget })}
                className={CHIP_WORDS}
              >
                {words}
              </button>
              <Link
                href={withoutHref}
                prefetch={false}
                scroll={false}
                onClick={keepFocus}
                aria-label={say("remove", { words })}
                title={say("remove", { words })}
                className="touch-target inline-flex size-7 shrink-0 items-center justify-center rounded-lg hover:bg-hover max-sm:size-10 [&_svg]:size-3.5"
              >
                <X aria-hidden="true" />
              </Link>
            </li>
          ))}
          <li>
            <Link
              href={clearHref}
              prefetch={false}
              scroll={false}
              onClick={keepFocus}
              className="inline-flex h-7 items-center rounded-lg px-2 text-ink-soft text-sm hover:bg-hover hover:text-ink max-sm:h-10"
            >
              {say("clearAll")}
            </Link>
          </li>
        </ul>
      ) : null}
      <Suspense fallback={<Opening />}>
        {opened?.panel === "filter" ? (
          <FilterPanel
            {...panel}
            anchor={opened.anchor}
            initialFilter={opened.filter}
            loadChoices={loadChoices}
          />
        ) : null}
        {opened?.panel === "display" ? <DisplayPanel {...panel} anchor={opened.anchor} /> : null}
      </Suspense>
    </>
  );
}
