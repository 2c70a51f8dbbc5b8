"use client";

import clsx from "clsx";
import Link from "next/link";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { type Choice, ChoiceList } from "@/components/ui/fields/choice-list";
import { useMessages } from "@/lib/i18n/client-messages";
import { PROGRESSES, WHO } from "@/lib/progress/progress";
import { choicesOf, MAX_CHOICES, toggleChoice, writeChoices } from "@/lib/registrations/list/choices";
import type { ListFilter } from "@/lib/registrations/list/filter";
import type { FilterChoiceLists, LoadFilterChoices } from "./choice-lists";

type Name = "owner" | "credential" | "cause" | "batch" | "progress" | "who";

/**
 * Chooses among what there is. Pressing one chooses it alone and leaves; its box takes it in beside the others, and the
 * list follows at once while the panel stays. Enter then keeps what was taken in, and leaves.
 */
export function ValueChoice({
  name,
  filter,
  query,
  loadChoices,
  apply,
  applyAndStay,
  onClose,
}: {
  name: Name;
  filter: ListFilter;
  query: string;
  loadChoices: LoadFilterChoices;
  apply: (value: string | null) => void;
  applyAndStay: (value: string | null) => void;
  onClose: () => void;
}) {
  const say = useMessages("filters");
  const lists = useChoiceLists(loadChoices, query);
  // Here, since the list answers later than the box must.
  const [chosen, setChosen] = useState(() => choicesOf(filter[name]));
  const [hasChanged, setHasChanged] = useState(false);
  const choices = useChoices(name, lists);
  const field = useRef<HTMLInputElement>(null);

  function change(next: typeof chosen) {
    setChosen(next);
    setHasChanged(true);
    applyAndStay(writeChoices(next));
  }

  function choose(key: string) {
    apply(writeChoices({ ...chosen, values: [key] }));
  }

  return (
    <>
      <ChoiceList
        field={field}
        label={say(`names.${name}`)}
        placeholder={say(`names.${name}`)}
        none={lists ? say(name === "cause" ? "noCause" : "noChoice") : say("loading")}
        choices={choices.map((choice) => ({ ...choice, isChosen: chosen.values.includes(choice.key) }))}
        onChoose={choose}
        onEnter={hasChanged && chosen.values.length > 0 ? onClose : choose}
        onTick={(key) => {
          const next = toggleChoice(chosen, key);
          if (next.values.length <= MAX_CHOICES) change(next);
        }}
      />
      {lists && "kind" in lists ? <FailureNotice failure={lists} /> : null}
      <div className="flex shrink-0 items-center justify-between gap-3 border-t py-1.5 pr-3.5 pl-2">
        {name === "batch" ? (
          <span className="px-2 text-sm">
            {chosen.values.length === 1 ? (
              <Link
                href={`/imports/${chosen.values[0]}`}
                prefetch={false}
                className="text-accent-ink hover:underline"
              >
                {say("openBatch")}
              </Link>
            ) : null}
          </span>
        ) : (
          <IsNotSwitch
            isNot={chosen.isNot}
            onChange={(isNot, event) => {
              // The arrows would scroll the list behind. A finger has none, and would get a keyboard over it.
              if (!isTouch(event)) field.current?.focus();
              if (chosen.values.length > 0) change({ ...chosen, isNot });
              else setChosen({ ...chosen, isNot });
            }}
          />
        )}
        <p className="text-ink-faint text-xs max-sm:hidden">
          {chosen.values.length >= MAX_CHOICES
            ? say("noMoreChoices", { count: MAX_CHOICES })
            : say("severalHint")}
        </p>
      </div>
    </>
  );
}

function isTouch({ nativeEvent }: MouseEvent): boolean {
  return nativeEvent instanceof PointerEvent && nativeEvent.pointerType === "touch";
}

function IsNotSwitch({
  isNot,
  onChange,
}: {
  isNot: boolean;
  onChange: (isNot: boolean, event: MouseEvent) => void;
}) {
  const say = useMessages("filters");
  return (
    <fieldset className="flex rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">{say("operator")}</legend>
      {[false, true].map((each) => (
        <button
          key={String(each)}
          type="button"
          aria-pressed={each === isNot}
          onClick={(event) => onChange(each, event)}
          className={clsx(
            "touch-target h-6.5 rounded-md px-2 text-sm max-sm:h-8",
            each === isNot ? "bg-surface font-medium text-ink shadow-raised" : "text-ink-soft hover:text-ink",
          )}
        >
          {say(each ? "isNot" : "is")}
        </button>
      ))}
    </fieldset>
  );
}

function useChoiceLists(
  loadChoices: LoadFilterChoices,
  query: string,
): FilterChoiceLists | ActionFailure | null {
  const [lists, setLists] = useState<FilterChoiceLists | ActionFailure | null>(null);
  // As the list stood when the panel was opened: what is ticked meanwhile must not move the choices.
  const [asked] = useState(query);
  useEffect(() => {
    let isWanted = true;
    void loadChoices({ query: asked })
      .catch(unreachable)
      .then((answer) => {
        if (isWanted) setLists(answer);
      });
    return () => {
      isWanted = false;
    };
  }, [loadChoices, asked]);
  return lists;
}

function useChoices(name: Name, lists: FilterChoiceLists | ActionFailure | null): Choice[] {
  const say = useMessages("filters");
  const sayProgress = useMessages("progress");
  const sayWho = useMessages("who");
  if (name === "progress") return PROGRESSES.map((key) => ({ key, label: sayProgress(key) }));
  if (name === "who") return WHO.map((key) => ({ key, label: sayWho(key) }));
  if (!lists || "kind" in lists) return [];
  switch (name) {
    case "owner":
      return [
        { key: "me", label: say("me") },
        ...lists.people.map(({ id, name: label }) => ({ key: id, label })),
      ];
    case "credential":
      return lists.credentials.map(({ id, name: label }) => ({ key: id, label }));
    case "batch":
      return lists.batches.map(({ id, name: label, day }) => ({
        key: id,
        label: label || say("pasted"),
        hint: day,
      }));
    case "cause":
      return lists.causes.map(({ cause, words, count }) => ({
        key: cause,
        label: words,
        hint: count,
      }));
  }
}
