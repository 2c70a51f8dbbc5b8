"use client";

import { useMessages } from "@/lib/i18n/client-messages";
import { PLACEHOLDERS, type Placeholder } from "@/lib/nudges/placeholders";

/** What is filled in for each merchant, to be put in where the person writes. */
export function PlaceholderButtons({ onPress }: { onPress: (placeholder: Placeholder) => void }) {
  const say = useMessages("templates");
  return (
    <div className="flex flex-col gap-2">
      <p className="text-ink-soft text-sm">{say("placeholders")}</p>
      <ul className="flex flex-col gap-1">
        {PLACEHOLDERS.map((name) => {
          const meaning = say(`placeholder.${name}`);
          return (
            <li key={name} className="flex flex-wrap items-baseline gap-x-2.5 text-sm">
              <button
                type="button"
                aria-label={say("insert", { name: `{${name}}`, meaning })}
                onClick={() => onPress(name)}
                className="mono-id touch-target rounded-md border bg-sunken px-1.5 py-0.5 text-xs hover:bg-hover"
              >
                {`{${name}}`}
              </button>
              <span className="text-ink-soft">{meaning}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
