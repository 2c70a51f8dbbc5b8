"use client";

import { useMessages } from "@/lib/i18n/client-messages";

/** The values that a sentence offers in place of what was typed, each to be taken with one press. */
export function ChoiceButtons({
  choices,
  onTake,
}: {
  choices: readonly string[];
  onTake: (choice: string) => void;
}) {
  const say = useMessages("form");
  return choices.map((choice) => (
    <button
      key={choice}
      type="button"
      className="touch-target ml-1.5 font-medium underline underline-offset-2"
      onClick={() => onTake(choice)}
    >
      {choices.length === 1 ? say("useSuggestion") : say("useChoice", { value: choice })}
    </button>
  ));
}
