"use client";

import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import X from "lucide-react/icons/x";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { ChoiceList } from "@/components/ui/fields/choice-list";
import { TextField } from "@/components/ui/fields/text-field";
import { Overlay } from "@/components/ui/overlays/overlay";
import type { AuditAction } from "@/lib/audit/actions";
import type { AuditFilter, AuditThing } from "@/lib/audit/log/filter";
import { useMessages } from "@/lib/i18n/client-messages";
import { type RelativeRange, readRange, writeRange } from "@/lib/registrations/list/date-range";
import { AUDIT_LOG, auditAddress } from "./address";

export type AuditChoice<Value extends string = string> = { value: Value; label: string };

export type AuditFiltersProps = {
  filter: AuditFilter;
  people: readonly AuditChoice[];
  things: readonly AuditChoice<AuditThing>[];
  /** Those of the chosen thing, or all. */
  acts: readonly AuditChoice<AuditAction>[];
  ranges: readonly AuditChoice<RelativeRange>[];
  /** The single thing that the log is asked about, in words. */
  about: string | null;
};

const CHOSEN_DAYS = "days";

/** Person, thing, act and day: each choice shows its entries at once, and stands in the address. */
export function AuditFilters({ filter, people, things, acts, ranges, about }: AuditFiltersProps) {
  const say = useMessages("auditFilter");
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  // What was chosen shows at once; the page follows.
  const [shown, setShown] = useState(filter);
  const [seen, setSeen] = useState(filter);
  if (seen !== filter) {
    setSeen(filter);
    setShown(filter);
  }
  const [picksDays, setPicksDays] = useState(false);
  const [hasProblem, setProblem] = useState(false);
  const days = shown.day !== null && typeof shown.day === "object" ? shown.day : null;
  const hasDays = picksDays || days !== null;

  function show(change: Partial<AuditFilter>) {
    const next = { ...shown, ...change, cursor: null };
    setShown(next);
    startTransition(() => router.push(auditAddress(next), { scroll: false }));
  }

  function chooseDay(value: RelativeRange | typeof CHOSEN_DAYS | null) {
    setPicksDays(value === CHOSEN_DAYS);
    setProblem(false);
    if (value !== CHOSEN_DAYS) show({ day: value });
  }

  function pickDays(form: HTMLFormElement) {
    const given = new FormData(form);
    const [from, to] = [`${given.get("from")}`, `${given.get("to")}`];
    const range = readRange(writeRange({ from, to }));
    // Of one day alone nothing is said before the other is there.
    setProblem(range === null && from !== "" && to !== "");
    if (range) show({ day: range });
  }

  return (
    <search aria-label={say("label")} aria-busy={pending} className="flex flex-wrap items-end gap-2">
      <Choice
        label={say("person")}
        value={shown.person}
        all={say("anyPerson")}
        choices={people}
        onChoose={(person) => show({ person })}
      />
      <Choice
        label={say("thing")}
        value={shown.thing}
        all={say("anyThing")}
        choices={things}
        // An act belongs to one thing.
        onChoose={(thing) => show({ thing, act: null })}
      />
      <Choice
        label={say("act")}
        value={shown.act}
        all={say("anyAct")}
        choices={acts}
        onChoose={(act) => show({ act })}
      />
      <Choice<RelativeRange | typeof CHOSEN_DAYS>
        label={say("day")}
        value={hasDays ? CHOSEN_DAYS : typeof shown.day === "string" ? shown.day : null}
        all={say("anyDay")}
        choices={[...ranges, { value: CHOSEN_DAYS, label: say("chooseDays") }]}
        onChoose={chooseDay}
      />
      {hasDays ? (
        <form
          className="flex max-w-82 flex-wrap gap-2"
          onSubmit={(event) => event.preventDefault()}
          onChange={(event) => pickDays(event.currentTarget)}
        >
          <TextField type="date" name="from" label={say("from")} defaultValue={days?.from ?? ""} />
          <TextField type="date" name="to" label={say("to")} defaultValue={days?.to ?? ""} />
          {hasProblem ? (
            <p role="alert" className="w-full text-danger-ink text-sm">
              {say("rangeProblem")}
            </p>
          ) : null}
        </form>
      ) : null}
      {about ? (
        <p className="flex h-9 max-w-full items-center gap-1.5 rounded-lg border border-accent-line bg-accent-wash pl-2.5 font-medium text-accent-ink text-sm">
          <span className="truncate">{say("about", { name: about })}</span>
          <button
            type="button"
            aria-label={say("dropAbout", { name: about })}
            title={say("dropAbout", { name: about })}
            onClick={() => show({ about: null })}
            className="touch-target inline-flex size-8 items-center justify-center rounded-lg hover:bg-hover [&_svg]:size-3.5"
          >
            <X aria-hidden="true" />
          </button>
        </p>
      ) : null}
      {auditAddress({ ...shown, cursor: null }) === AUDIT_LOG ? null : (
        <ButtonLink href={AUDIT_LOG} variant="quiet" scroll={false}>
          {say("clear")}
        </ButtonLink>
      )}
    </search>
  );
}

/** A button that says what is chosen, and the list to choose from, whose first entry is all of them. */
function Choice<Value extends string>({
  label,
  all,
  value,
  choices,
  onChoose,
}: {
  label: string;
  all: string;
  value: Value | null;
  choices: readonly AuditChoice<Value>[];
  onChoose: (value: Value | null) => void;
}) {
  const say = useMessages("auditFilter");
  const [anchor, setAnchor] = useState<Element | null>(null);
  const chosen = choices.find((choice) => choice.value === value)?.label;
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-label={say("choice", { name: label, value: chosen ?? all })}
        onClick={(event) => setAnchor(event.currentTarget)}
        className={clsx(
          "max-sm:w-[calc(50%-0.25rem)] max-sm:justify-between!",
          chosen && "border-accent-line bg-accent-wash! text-accent-ink!",
        )}
      >
        <span className="min-w-0 max-w-52 truncate">
          {chosen ?? (
            <>
              <span className="sm:hidden">{label}</span>
              <span className="max-sm:hidden">{say("choice", { name: label, value: all })}</span>
            </>
          )}
        </span>
        <ChevronDown aria-hidden="true" className="text-ink-faint" />
      </Button>
      {anchor ? (
        <Overlay label={label} anchor={anchor} onClose={() => setAnchor(null)} className="sm:w-80">
          <ChoiceList
            label={label}
            placeholder={label}
            none={say("none")}
            choices={[
              { key: "", label: all, isChosen: value === null },
              ...choices.map((choice) => ({
                key: choice.value,
                label: choice.label,
                isChosen: choice.value === value,
              })),
            ]}
            onChoose={(key) => {
              setAnchor(null);
              onChoose(choices.find((choice) => choice.value === key)?.value ?? null);
            }}
          />
        </Overlay>
      ) : null}
    </>
  );
}
