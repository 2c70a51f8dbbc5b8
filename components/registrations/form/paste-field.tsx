"use client";

import clsx from "clsx";
import ClipboardPaste from "lucide-react/icons/clipboard-paste";
import { useId, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { CONTROL_CLASS, fieldIds } from "@/components/ui/fields/field";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ChatAnswers } from "@/lib/registrations/input/chat";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { spreadAnswers } from "./chat-offer";
import { loadRules } from "./fields/rules";
import { isOneAddress } from "./fields/same-email";

/** Takes a whole message, such as a merchant's answers in a chat, and puts each answer into its field at once. */
export function PasteField({
  form,
  onSpread,
}: {
  form: UseFormReturn<RegistrationInput>;
  /** Told after the answers were put in, and whether the only address is to serve for both fields. */
  onSpread: (isShared: boolean) => void;
}) {
  const say = useMessages("form");
  const id = useId();
  const ids = fieldIds(id);
  const [text, setText] = useState("");
  const [answers, setAnswers] = useState<ChatAnswers | null>(null);
  /** What was typed before the first answer was put in, however often the message is changed. */
  const before = useRef<RegistrationInput | null>(null);
  const [isUnread, setUnread] = useState(false);

  async function read(typed: string) {
    setText(typed);
    setAnswers(null);
    setUnread(false);
    if (typed.trim() === "") {
      before.current = null;
      return;
    }
    // Where the rules cannot be fetched, what was pasted stays to be copied by hand.
    const rules = await loadRules().catch(() => null);
    const found = rules?.readChat(typed) ?? null;
    if (found === null) return setUnread(true);
    // The form changes the object that it hands out.
    before.current ??= { ...form.getValues() };
    spreadAnswers(form, found, onSpread);
    setAnswers(found);
  }

  function takeBack() {
    const typed = before.current;
    if (!typed) return;
    for (const field of REGISTRATION_FIELDS) form.setValue(field, typed[field], { shouldDirty: true });
    onSpread(isOneAddress(typed));
    before.current = null;
    setAnswers(null);
    setText("");
    form.setFocus("businessName");
  }

  const found = answers ? REGISTRATION_FIELDS.filter((field) => answers[field] !== undefined) : [];
  return (
    <div className="flex flex-col gap-1.5 rounded-xl border border-line-strong border-dashed px-4 py-3 sm:px-5">
      <div className="grid items-center gap-x-6 gap-y-1.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
        <label htmlFor={id} className="flex items-center gap-2 font-medium text-sm">
          <ClipboardPaste aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
          {say("paste.label")}
        </label>
        <textarea
          id={id}
          rows={1}
          value={text}
          placeholder={say("paste.placeholder")}
          aria-describedby={ids.hint}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => void read(event.target.value)}
          // What is in it stays to be seen: a field that shrinks under the pointer takes the button below away from a press.
          className={clsx(
            CONTROL_CLASS,
            "resize-none px-3 py-2.5 sm:py-2",
            text === "" ? "h-11 focus:h-24 sm:h-9" : "h-24",
          )}
        />
      </div>
      <p
        id={ids.hint}
        role="status"
        className="text-ink-faint text-sm empty:hidden sm:pl-[calc(8.5rem+1.5rem)]"
      >
        {answers ? (
          <>
            {say("paste.filled", {
              count: found.length,
              fields: found.map((field) => say(field)).join(", "),
            })}
            <button
              type="button"
              className="touch-target ml-1.5 font-medium text-accent-ink underline underline-offset-2"
              onClick={takeBack}
            >
              {say("paste.takeBack")}
            </button>
          </>
        ) : isUnread ? (
          say("paste.unread")
        ) : null}
      </p>
    </div>
  );
}
