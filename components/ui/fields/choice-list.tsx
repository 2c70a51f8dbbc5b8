"use client";

import clsx from "clsx";
import Check from "lucide-react/icons/check";
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from "react";

export type Choice = {
  key: string;
  label: string;
  /** Stands below the label: what tells it from another with the same one. */
  detail?: ReactNode;
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
 * A field that narrows a list, and the list: a combobox whose list is always open. Arrows move, Enter chooses. Where
 * several can be chosen each has a box, which Shift and Enter tick too, or Space as long as nothing is typed.
 * `onEnter` is told of Enter where that is to do something else than a press.
 * `onType` tells what is typed to whoever has more choices for it, and `children` may say what is going on.
 */
export function ChoiceList({
  label,
  placeholder,
  choices,
  none,
  field,
  onChoose,
  onEnter = onChoose,
  onTick,
  onType,
  children,
}: {
  label: string;
  placeholder: string;
  choices: readonly Choice[];
  /** What stands there when nothing is left. */
  none: string;
  field?: Ref<HTMLInputElement>;
  onChoose: (key: string) => void;
  onEnter?: (key: string) => void;
  /** Where several can be chosen: takes one in, or out. */
  onTick?: (key: string) => void;
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
    const isTick = event.key === " " ? text === "" : event.key === "Enter" && event.shiftKey;
    if (step !== 0 && shown.length > 0) setPosition((active + step + shown.length) % shown.length);
    else if (onTick && isTick && chosen && !event.nativeEvent.isComposing) onTick(chosen.key);
    else if (event.key === "Enter" && chosen && !event.nativeEvent.isComposing) onEnter(chosen.key);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <input
        ref={field}
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
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label}
        aria-multiselectable={onTick ? true : undefined}
        className="min-h-0 overflow-y-auto p-1.5"
      >
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
              aria-selected={onTick ? choice.isChosen === true : index === active}
              data-position={index}
              onClick={(event) => {
                const isTick = event.target instanceof Element && event.target.closest("[data-tick]");
                if (isTick && onTick) onTick(choice.key);
                else onChoose(choice.key);
              }}
              onPointerMove={() => setPosition(index)}
              className={clsx(
                "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
                index === active ? "bg-hover text-ink" : "text-ink-soft",
              )}
            >
              {onTick ? <TickBox isOn={choice.isChosen === true} /> : null}
              {choice.icon}
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2">{choice.label}</span>
                {choice.detail ? (
                  <span className="line-clamp-4 text-ink-faint text-xs [overflow-wrap:anywhere]">
                    {choice.detail}
                  </span>
                ) : null}
              </span>
              {choice.hint ? (
                <span className="max-w-1/2 shrink-0 truncate text-ink-faint text-xs">{choice.hint}</span>
              ) : null}
              {choice.isChosen && !onTick ? <Check aria-hidden="true" className="text-accent-ink" /> : null}
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

function TickBox({ isOn }: { isOn: boolean }) {
  return (
    <span
      data-tick=""
      className={clsx(
        "touch-target flex size-4 shrink-0 items-center justify-center rounded border [&_svg]:size-3",
        isOn ? "border-accent bg-accent text-on-accent" : "border-field-line bg-surface",
      )}
    >
      {isOn ? <Check aria-hidden="true" strokeWidth={3} /> : null}
    </span>
  );
}

/** Every word that was typed is found somewhere in the label, or in what stands below it. */
function isMatch({ label, detail, isAlwaysShown }: Choice, text: string): boolean {
  if (isAlwaysShown) return true;
  const folded = `${label} ${detail ?? ""}`.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
