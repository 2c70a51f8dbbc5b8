"use client";

import { useId } from "react";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Changed } from "./use-registration-form";

/** Says that somebody else changed what the form is about, and shows theirs beside each field that holds something else. */
export function ChangedNotice({ fields, onTake }: Changed) {
  const say = useMessages("form");
  const id = useId();
  return (
    <Notice tone="warning" role="alert" title={say("changed.title")}>
      <p>{say("changed.text")}</p>
      {fields.length > 0 ? (
        <ul className="mt-1 flex list-disc flex-col gap-1 pl-5">
          {fields.map(({ name, there }) => (
            <li key={name} className="[overflow-wrap:anywhere]">
              <span id={`${id}-${name}`} className="font-medium">
                {say(name)}:
              </span>{" "}
              {there ? say("changed.theirs", { value: there }) : say("changed.theirsEmpty")}
              <button
                type="button"
                // Its name holds nothing of the label, by which the field is found.
                aria-describedby={`${id}-${name}`}
                className="touch-target ml-1.5 font-medium underline underline-offset-2"
                onClick={() => onTake(name)}
              >
                {say("changed.take")}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
