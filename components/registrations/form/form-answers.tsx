"use client";

import { lazy, Suspense } from "react";
import type { TimeStyle } from "@/lib/i18n/format";
import { ChangedNotice } from "./changed-notice";
import { FormFailure } from "./form-failure";
import type { useRegistrationForm } from "./use-registration-form";

/** Fetched with the rules, as soon as someone starts to fill in: the page itself is lighter, and nothing waits for it. */
export const loadWarningsPanel = () =>
  import("./warnings-panel").then(({ WarningsPanel }) => ({ default: WarningsPanel }));
const WarningsPanel = lazy(loadWarningsPanel);

/** What the server answered that is about the form as a whole: a failure, a colleague's change, or what to look at first. */
export function FormAnswers({
  state: { form, failure, changed, warnings, pending, registerAnyway },
  timeStyle,
}: {
  state: ReturnType<typeof useRegistrationForm>;
  timeStyle: TimeStyle;
}) {
  return (
    <>
      {failure ? <FormFailure failure={failure} /> : null}
      {changed ? <ChangedNotice {...changed} /> : null}
      {warnings ? (
        <Suspense>
          <WarningsPanel
            {...warnings}
            typed={form.getValues()}
            pending={pending === "register"}
            timeStyle={timeStyle}
            onTake={(name, value) => {
              form.setValue(name, value, { shouldDirty: true });
              form.setFocus(name);
            }}
            onAccept={registerAnyway}
          />
        </Suspense>
      ) : null}
    </>
  );
}
