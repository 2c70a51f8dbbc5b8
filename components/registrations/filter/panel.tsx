"use client";

import Calendar from "lucide-react/icons/calendar";
import CalendarSync from "lucide-react/icons/calendar-sync";
import CircleAlert from "lucide-react/icons/circle-alert";
import KeyRound from "lucide-react/icons/key-round";
import Tag from "lucide-react/icons/tag";
import UserRound from "lucide-react/icons/user-round";
import { useEffect, useState } from "react";
import type { ActionFailure } from "@/components/ui/action-failure";
import { unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { type Choice, ChoiceList } from "@/components/ui/fields/choice-list";
import { TextField } from "@/components/ui/fields/text-field";
import { Overlay } from "@/components/ui/overlays/overlay";
import { useMessages } from "@/lib/i18n/client-messages";
import { type DateRange, RELATIVE_RANGES, readRange, writeRange } from "@/lib/registrations/list/date-range";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { CHOSEN_FILTERS, type ChosenFilter } from "./address";
import { useListFilter } from "./use-filter";

export type FilterChoiceLists = {
  people: readonly { id: string; name: string }[];
  credentials: readonly { id: string; name: string }[];
  causes: readonly { cause: string; words: string; count: string }[];
};
export type LoadFilterChoices = (input: Record<string, never>) => Promise<FilterChoiceLists | ActionFailure>;

const ICONS = {
  owner: <UserRound aria-hidden="true" />,
  credential: <KeyRound aria-hidden="true" />,
  referral: <Tag aria-hidden="true" />,
  cause: <CircleAlert aria-hidden="true" />,
  created: <Calendar aria-hidden="true" />,
  updated: <CalendarSync aria-hidden="true" />,
} as const satisfies Record<ChosenFilter, React.ReactNode>;

/** Chooses what to filter by, then the value; a chip opens it at its own value. */
export function FilterPanel({
  query,
  hasOwnColumns,
  isExplicit,
  anchor,
  initialFilter,
  loadChoices,
  onClose,
}: {
  query: string;
  hasOwnColumns: boolean;
  isExplicit: boolean;
  anchor: Element;
  initialFilter: ChosenFilter | null;
  loadChoices: LoadFilterChoices;
  onClose: () => void;
}) {
  const say = useMessages("filters");
  const { filter, show } = useListFilter(query, isExplicit);
  const [chosen, setChosen] = useState(initialFilter);

  function apply(change: Partial<ListFilter>) {
    onClose();
    // Columns that only this browser remembers stay out of the address.
    show(hasOwnColumns ? change : { columns: null, ...change });
  }

  return (
    <Overlay
      label={chosen ? say(`names.${chosen}`) : say("add")}
      anchor={anchor}
      onClose={onClose}
      className="sm:w-80"
    >
      {chosen === null ? (
        <ChoiceList
          label={say("add")}
          placeholder={say("byWhat")}
          none={say("noChoice")}
          choices={CHOSEN_FILTERS.map((key) => ({
            key,
            label: say(`names.${key}`),
            icon: ICONS[key],
            isChosen: filter[key] !== null,
          }))}
          onChoose={(key) => setChosen(CHOSEN_FILTERS.find((name) => name === key) ?? null)}
        />
      ) : chosen === "created" || chosen === "updated" ? (
        <RangeChoice
          key={chosen}
          name={chosen}
          value={filter[chosen]}
          apply={(range) => apply({ [chosen]: range })}
        />
      ) : chosen === "referral" ? (
        <ReferralChoice value={filter.referral} apply={(referral) => apply({ referral })} />
      ) : (
        <LoadedChoice key={chosen} name={chosen} filter={filter} loadChoices={loadChoices} apply={apply} />
      )}
    </Overlay>
  );
}

function LoadedChoice({
  name,
  filter,
  loadChoices,
  apply,
}: {
  name: "owner" | "credential" | "cause";
  filter: ListFilter;
  loadChoices: LoadFilterChoices;
  apply: (change: Partial<ListFilter>) => void;
}) {
  const say = useMessages("filters");
  const [lists, setLists] = useState<FilterChoiceLists | ActionFailure | null>(null);

  useEffect(() => {
    let isWanted = true;
    void loadChoices({})
      .catch(unreachable)
      .then((answer) => {
        if (isWanted) setLists(answer);
      });
    return () => {
      isWanted = false;
    };
  }, [loadChoices]);

  if (lists && "kind" in lists) return <FailureNotice failure={lists} />;
  return (
    <ChoiceList
      label={say(`names.${name}`)}
      placeholder={say(`names.${name}`)}
      none={lists ? say(name === "cause" ? "noCause" : "noChoice") : say("loading")}
      choices={
        lists
          ? choicesOf(name, lists, say("me")).map((choice) => ({
              ...choice,
              isChosen: choice.key === filter[name],
            }))
          : []
      }
      onChoose={(key) => apply({ [name]: key })}
    />
  );
}

function choicesOf(name: "owner" | "credential" | "cause", lists: FilterChoiceLists, me: string): Choice[] {
  switch (name) {
    case "owner":
      return [{ key: "me", label: me }, ...lists.people.map(({ id, name: label }) => ({ key: id, label }))];
    case "credential":
      return lists.credentials.map(({ id, name: label }) => ({ key: id, label }));
    case "cause":
      return lists.causes.map(({ cause, words, count }) => ({ key: cause, label: words, hint: count }));
  }
}

function RangeChoice({
  name,
  value,
  apply,
}: {
  name: "created" | "updated";
  value: DateRange | null;
  apply: (range: DateRange) => void;
}) {
  const say = useMessages("filters");
  const days = value !== null && typeof value === "object" ? value : null;
  const [hasProblem, setHasProblem] = useState(false);
  return (
    <>
      <ChoiceList
        label={say(`names.${name}`)}
        placeholder={say(`names.${name}`)}
        none={say("noChoice")}
        choices={RELATIVE_RANGES.map((range) => ({
          key: range,
          label: say(`ranges.${range}`),
          isChosen: range === value,
        }))}
        onChoose={(key) => {
          const range = readRange(key);
          if (range) apply(range);
        }}
      />
      <form
        className="flex flex-col gap-3 border-t p-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const range = readRange(writeRange({ from: `${form.get("from")}`, to: `${form.get("to")}` }));
          setHasProblem(range === null);
          if (range) apply(range);
        }}
      >
        <div className="grid grid-cols-2 gap-2">
          <TextField type="date" name="from" label={say("from")} defaultValue={days?.from ?? ""} />
          <TextField type="date" name="to" label={say("to")} defaultValue={days?.to ?? ""} />
        </div>
        {hasProblem ? (
          <p role="alert" className="text-danger-ink text-sm">
            {say("rangeProblem")}
          </p>
        ) : null}
        <Button type="submit" className="self-end" size="small">
          {say("apply")}
        </Button>
      </form>
    </>
  );
}

const REFERRAL_FORM = /^[A-Za-z0-9]{1,6}$/;

function ReferralChoice({ value, apply }: { value: string | null; apply: (code: string) => void }) {
  const say = useMessages("filters");
  const [hasProblem, setHasProblem] = useState(false);
  return (
    <form
      noValidate
      className="flex flex-col gap-3 p-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        const code = `${new FormData(event.currentTarget).get("code")}`.trim();
        setHasProblem(!REFERRAL_FORM.test(code));
        if (REFERRAL_FORM.test(code)) apply(code);
      }}
    >
      <TextField
        name="code"
        label={say("names.referral")}
        hint={say("referralHint")}
        error={hasProblem ? say("referralProblem") : undefined}
        defaultValue={value ?? ""}
        autoComplete="off"
        mono
      />
      <Button type="submit" className="self-end" size="small">
        {say("apply")}
      </Button>
    </form>
  );
}
