"use client";

import MessagesSquare from "lucide-react/icons/messages-square";
import { type ClipboardEvent, type ReactNode, useEffect, useState } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ChatAnswers } from "@/lib/registrations/input/chat";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { loadRules } from "./fields/rules";

/**
 * Notices a whole message in the field of the business name, such as a chat with the answers of a merchant, and offers
 * to put each answer where it belongs. A field of one line loses the lines of what is pasted, so they are kept here.
 */
export function ChatOffer({
  form,
  onSpread,
  children,
}: {
  form: UseFormReturn<RegistrationInput>;
  /** Told after the answers were put in, and whether the only address is to serve for both fields. */
  onSpread: (isShared: boolean) => void;
  children: ReactNode;
}) {
  const say = useMessages("form");
  const typed = useWatch({ control: form.control, name: "businessName" });
  const [pasted, setPasted] = useState("");
  const [answers, setAnswers] = useState<ChatAnswers | null>(null);

  useEffect(() => {
    let overtaken = false;
    async function read() {
      // Only an offer: where the rules cannot be fetched there is none.
      const rules = typed.length > LEAST_CHARACTERS ? await loadRules().catch(() => null) : null;
      if (overtaken) return;
      const isPasted =
        pasted !== "" && withoutSpaces(typed).includes(withoutSpaces(pasted).slice(0, COMPARED));
      setAnswers(rules ? rules.readChat(isPasted ? pasted : typed) : null);
    }
    void read();
    return () => {
      overtaken = true;
    };
  }, [typed, pasted]);

  function keepLines(event: ClipboardEvent) {
    setPasted(event.clipboardData.getData("text/plain"));
  }

  function spread(found: ChatAnswers) {
    form.setValue("businessName", "", { shouldDirty: true });
    spreadAnswers(form, found, onSpread);
    setPasted("");
    form.setFocus("businessName");
  }

  const found = answers ? REGISTRATION_FIELDS.filter((field) => answers[field] !== undefined) : [];
  return (
    <div onPaste={keepLines}>
      {children}
      <div role="status">
        {answers ? (
          <div className="mt-3 flex flex-col gap-2.5 rounded-lg border border-accent-line bg-accent-wash px-3.5 py-3">
            <p className="flex items-center gap-2 font-medium text-accent-ink">
              <MessagesSquare aria-hidden="true" className="size-4 shrink-0" />
              {say("chat.title", { count: found.length })}
            </p>
            <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
              {found.map((field) => (
                <div key={field} className="contents">
                  <dt className="text-ink-soft">{say(field)}</dt>
                  <dd className="[overflow-wrap:anywhere]">{answers[field]}</dd>
                </div>
              ))}
            </dl>
            <Button size="small" className="self-start max-sm:w-full" onClick={() => spread(answers)}>
              {say("chat.spread")}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** Puts each answer into its field; `onSpread` is told whether the only address is to serve for both fields. */
export function spreadAnswers(
  form: UseFormReturn<RegistrationInput>,
  found: ChatAnswers,
  onSpread: (isShared: boolean) => void,
): void {
  const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
  for (const field of REGISTRATION_FIELDS) {
    const answer = found[field];
    if (answer !== undefined) form.setValue(field, answer, options);
  }
  if (found.representativeEmail !== undefined) onSpread(found.invitedUserEmail === undefined);
}

/** A message with two answers is longer. */
const LEAST_CHARACTERS = 12;
/** So much of what was pasted tells whether it still stands in the field. */
const COMPARED = 200;

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, "");
}
