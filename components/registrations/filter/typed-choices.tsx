"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { ChoiceList } from "@/components/ui/fields/choice-list";
import { TextField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import { readChoices } from "@/lib/registrations/list/choices";
import {
  type DateRange,
  type RangeFilter,
  RELATIVE_RANGES,
  readRange,
  writeRange,
} from "@/lib/registrations/list/date-range";

/** A span of days: a usual one, or from one day to another. */
export function RangeChoice({
  name,
  value,
  apply,
}: {
  name: RangeFilter;
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

/** Codes are typed, since there may be thousands: several parted by commas or spaces. */
export function ReferralChoice({ value, apply }: { value: string | null; apply: (codes: string) => void }) {
  const say = useMessages("filters");
  const [hasProblem, setHasProblem] = useState(false);
  const isExcluding = value?.startsWith("-") ?? false;
  return (
    <form
      noValidate
      className="flex flex-col gap-3 p-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const typed = `${form.get("codes")}`.trim().split(/[\s,;]+/);
        const codes = readChoices(`${form.get("not") ? "-" : ""}${typed.join(",")}`, (code) =>
          REFERRAL_FORM.test(code),
        );
        setHasProblem(codes === null);
        if (codes) apply(codes);
      }}
    >
      <TextField
        name="codes"
        label={say("names.referral")}
        hint={say("referralHint")}
        error={hasProblem ? say("referralProblem") : undefined}
        defaultValue={(isExcluding ? value?.slice(1) : value)?.replaceAll(",", ", ") ?? ""}
        autoComplete="off"
        mono
      />
      <Checkbox name="not" label={say("excludeCodes")} defaultChecked={isExcluding} />
      <Button type="submit" className="self-end" size="small">
        {say("apply")}
      </Button>
    </form>
  );
}
