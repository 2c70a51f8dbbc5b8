"use client";

import { useEffect, useId, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import type { Changed } from "./use-registration-form";

/**
 * Says that somebody else changed what the form is about, which fields show theirs now, and what they wrote in the others.
 * Takes the focus when it appears: it may stand far below the button that was pressed.
 */
export function ChangedNotice({ taken, fields, onTake }: Changed) {
  const say = useMessages("form");
  const id = useId();
  const locale = useClientLocale();
  const notice = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was taken is another with each press that met a change.
  useEffect(() => {
    notice.current?.focus({ preventScroll: true });
    notice.current?.scrollIntoView({ block: "nearest" });
  }, [taken]);

  const names = new Intl.ListFormat(locale).format(taken.map((name) => say(name)));
  return (
    <Notice ref={notice} tabIndex={-1} tone="warning" role="alert" title={say("changed.title")}>
      <p>
        {say("changed.text")}
        {taken.length > 0 ? ` ${say("changed.taken", { count: taken.length, fields: names })}` : null}
      </p>
      {fields.length > 0 ? (
        <ul className="mt-1 flex list-disc flex-col gap-1 pl-5">
          {fields.map(({ name, there }) => (
            <li key={name} className="[overflow-wrap:anywhere]">
              <span id={`${id}-${name}`} className="font-medium">
                {say(name)}:
              </span>{" "}
              {there ? say("changed.theirs", { value: there }) : say("changed.theirsEmpty")}{" "}
              <button
                type="button"
                // Its name holds nothing of the label, by which the field is found.
                aria-describedby={`${id}-${name}`}
                className="touch-target font-medium underline underline-offset-2"
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
