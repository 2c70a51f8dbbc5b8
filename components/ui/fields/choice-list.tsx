"use client";

import clsx from "clsx";
import Check from "lucide-react/icons/check";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

export type Choice = {
  key: string;
  label: string;
  /** Stands after the label, quietly. */
  hint?: ReactNode;
  icon?: ReactNode;
  isChosen?: boolean;
  /** Stays whatever is typed: whoever gives the choices has narrowed it already. */
  isAlwaysShown?: boolean;
  /** Choices of one group stand together under its name; give them in their order. */
  group?: string;
};

/**
 * A field that narrows a list, and the list: a combobox whose list is always open. Arrows move, Enter chooses.
 * `onType` tells what is typed to whoever has more choices for it, and `children` may say what is going on.
 */
export function ChoiceList({
  label,
  placeholder,
  choices,
  none,
  onChoose,
  onType,
  children,
}: {
  label: string;
  placeholder: string;
  choices: readonly Choice[];
  /** What stands there when nothing is left. */
  none: string;
  onChoose: (key: string) => void;
  onType?: (text: string) => void;
  children?: ReactNode;
}) {
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const [position, setPosition] = useState(0);
  const shown = choices.filter((choice) => isMatch(choice, text));
  const active = Math.min(position, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-position="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = shown[active];
    if (step !== 0 && shown.length > 0) setPosition((active + step + shown.length) % shown.length);
    else if (event.key === "Enter" && chosen && !event.nativeEvent.isComposing) onChoose(chosen.key);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={254}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setPosition(0);
          onType?.(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className="h-11 w-full shrink-0 border-b bg-transparent px-3.5 outline-none max-sm:h-12 max-sm:text-field"
      />
      <div ref={list} id={listId} role="listbox" aria-label={label} className="min-h-0 overflow-y-auto p-1.5">
        {shown.map((choice, index) => (
          <div key={choice.key} role="presentation">
            {choice.group && choice.group !== shown[index - 1]?.group ? (
              <p role="presentation" className="px-2.5 pt-2 pb-1 font-medium text-ink-faint text-xs">
                {choice.group}
              </p>
            ) : null}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's. */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox, which points here. */}
            <div
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              data-position={index}
              onClick={() => onChoose(choice.key)}
              onPointerMove={() => setPosition(index)}
              className={clsx(
                "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
                index === active ? "bg-hover text-ink" : "text-ink-soft",
              )}
            >
              {choice.icon}
              <span className="line-clamp-2 min-w-0 flex-1">{choice.label}</span>
              {choice.hint ? (
                <span className="max-w-1/2 shrink-0 truncate text-ink-faint text-xs">{choice.hint}</span>
              ) : null}
              {choice.isChosen ? <Check aria-hidden="true" className="text-accent-ink" /> : null}
            </div>
          </div>
        ))}
      </div>
      <div role="status" className="px-4 text-ink-soft text-sm">
        {shown.length === 0 ? <p className="pb-4">{none}</p> : null}
        {children}
      </div>
    </>
  );
}

/** Every word that was typed is found somewhere in the label. */
function isMatch({ label, isAlwaysShown }: Choice, text: string): boolean {
  if (isAlwaysShown) return true;
  const folded = label.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
