"use client";

import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields/text-field";
import { QUICK_WHENS, WHEN_MAX_LENGTH } from "@/lib/followups/when";
import { useMessages } from "@/lib/i18n/client-messages";

/** The day to come back, in words or by a press. Needs the area `followUps`. */
export function DayField({
  field,
  onQuick,
}: {
  field: Omit<ComponentProps<typeof TextField>, "label">;
  /** Told which of the usual days was pressed, and the form that it stands in. */
  onQuick: (quick: (typeof QUICK_WHENS)[number], form: HTMLFormElement | null) => void;
}) {
  const say = useMessages("followUps");
  return (
    <>
      <TextField
        {...field}
        label={say("when")}
        hint={say("whenHint")}
        autoComplete="off"
        maxLength={WHEN_MAX_LENGTH}
      />
      <div className="-mt-2 flex flex-wrap gap-2">
        {QUICK_WHENS.map((quick) => (
          // No submit button: Enter in the field would press the first of them.
          <Button
            key={quick}
            size="small"
            onClick={({ currentTarget }) => onQuick(quick, currentTarget.form)}
          >
            {say(`quick.${quick}`)}
          </Button>
        ))}
      </div>
    </>
  );
}
