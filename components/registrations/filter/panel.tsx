"use client";

import Calendar from "lucide-react/icons/calendar";
import CalendarArrowUp from "lucide-react/icons/calendar-arrow-up";
import CalendarCheck from "lucide-react/icons/calendar-check";
import CalendarSync from "lucide-react/icons/calendar-sync";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleGauge from "lucide-react/icons/circle-gauge";
import FileSpreadsheet from "lucide-react/icons/file-spreadsheet";
import Hand from "lucide-react/icons/hand";
import KeyRound from "lucide-react/icons/key-round";
import Tag from "lucide-react/icons/tag";
import TimerReset from "lucide-react/icons/timer-reset";
import UserRound from "lucide-react/icons/user-round";
import { useState } from "react";
import { ChoiceList } from "@/components/ui/fields/choice-list";
import { Overlay } from "@/components/ui/overlays/overlay";
import { useMessages } from "@/lib/i18n/client-messages";
import { isRangeFilter } from "@/lib/registrations/list/date-range";
import { CHIP_FILTERS, type ChipFilter, type ListFilter, TURNS } from "@/lib/registrations/list/filter";
import type { LoadFilterChoices } from "./choice-lists";
import { RangeChoice, ReferralChoice } from "./typed-choices";
import { useListFilter } from "./use-filter";
import { ValueChoice } from "./value-choice";

const ICONS = {
  owner: <UserRound aria-hidden="true" />,
  credential: <KeyRound aria-hidden="true" />,
  referral: <Tag aria-hidden="true" />,
  cause: <CircleAlert aria-hidden="true" />,
  batch: <FileSpreadsheet aria-hidden="true" />,
  progress: <CircleGauge aria-hidden="true" />,
  who: <Hand aria-hidden="true" />,
  turn: <TimerReset aria-hidden="true" />,
  created: <Calendar aria-hidden="true" />,
  updated: <CalendarSync aria-hidden="true" />,
  invited: <CalendarCheck aria-hidden="true" />,
  since: <CalendarArrowUp aria-hidden="true" />,
} as const satisfies Record<ChipFilter, React.ReactNode>;

/** Chooses what to filter by, then the values; a chip opens it at its own values. */
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
  initialFilter: ChipFilter | null;
  loadChoices: LoadFilterChoices;
  onClose: () => void;
}) {
  const say = useMessages("filters");
  const { filter, show } = useListFilter(query, isExplicit);
  const [chosen, setChosen] = useState(initialFilter);
  const [hasShown, setHasShown] = useState(false);

  /** Columns that only this browser remembers stay out of the address. */
  const withColumns = (change: Partial<ListFilter>) =>
    hasOwnColumns ? change : { columns: null, ...change };

  function apply(change: Partial<ListFilter>) {
    onClose();
    show(withColumns(change), { replaces: hasShown });
  }

  /** What is ticked is shown at once, while the panel stays for more. */
  function applyAndStay(change: Partial<ListFilter>) {
    setHasShown(true);
    show(withColumns(change), { replaces: hasShown });
  }

  return (
    <Overlay
      label={chosen ? say(`names.${chosen}`) : say("add")}
      anchor={anchor}
      onClose={onClose}
      className={chosen === "cause" ? "sm:w-md" : "sm:w-80"}
    >
      {chosen === null ? (
        <ChoiceList
          label={say("add")}
          placeholder={say("byWhat")}
          none={say("noChoice")}
          choices={CHIP_FILTERS.map((key) => ({
            key,
            label: say(`names.${key}`),
            icon: ICONS[key],
            isChosen: filter[key] !== null,
          }))}
          onChoose={(key) => setChosen(CHIP_FILTERS.find((name) => name === key) ?? null)}
        />
      ) : isRangeFilter(chosen) ? (
        <RangeChoice
          key={chosen}
          name={chosen}
          value={filter[chosen]}
          apply={(range) => apply({ [chosen]: range })}
        />
      ) : chosen === "referral" ? (
        <ReferralChoice value={filter.referral} apply={(referral) => apply({ referral })} />
      ) : chosen === "turn" ? (
        <ChoiceList
          label={say("names.turn")}
          placeholder={say("names.turn")}
          none={say("noChoice")}
          choices={TURNS.map((turn) => ({
            key: turn,
            label: say(`turns.${turn}`),
            isChosen: filter.turn === turn,
          }))}
          onChoose={(key) => apply({ turn: TURNS.find((turn) => turn === key) ?? null })}
        />
      ) : (
        <ValueChoice
          key={chosen}
          name={chosen}
          filter={filter}
          query={query}
          loadChoices={loadChoices}
          apply={(value) => apply({ [chosen]: value })}
          applyAndStay={(value) => applyAndStay({ [chosen]: value })}
          onClose={onClose}
        />
      )}
    </Overlay>
  );
}
