"use client";

import clsx from "clsx";
import { useEffect, useId, useRef, useState } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import { usePressIds } from "@/components/forms/use-press-ids";
import { useCommandKey } from "@/components/keyboard/command-key";
import { unreachable } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { forgetInTab, keepInTab, readFromTab } from "@/components/ui/tab-memory";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import { type Mentionable, mentionAt, proposalsFor } from "@/lib/notes/mentions";
import { NOTE_PROBLEMS } from "@/lib/notes/note-view";
import type { NoteActions } from "./note-actions";

const PROPOSED = 5;

/**
 * Writes a note on the timeline: @ proposes people, Ctrl or ⌘ with Enter saves. Whoever leaves before that finds what they
 * typed there when they come back. Needs the area `notes`.
 */
export function NoteComposer({
  personId,
  registrationId,
  actions,
}: {
  personId: string;
  registrationId: string;
  actions: NoteActions;
}) {
  const say = useMessages("notes");
  const ids = usePressIds();
  const commandKey = useCommandKey();
  const { form, attributes, failure, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/notes/note-input")).noteTexts,
    initial: { text: "" },
    fields: ["text"],
    codes: NOTE_PROBLEMS,
    say: ({ code, params }) => say(`problems.${code}`, params),
    action: ({ text }) => actions.add({ registrationId, id: ids.idOf(text), text }),
    onEnding() {
      ids.forget();
      return undefined;
    },
    isEmptiedAfter: true,
  });
  const { ref, onChange, onBlur, ...text } = field("text");
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();

  useEffect(() => {
    const name = `note.${registrationId}`;
    const kept = readFromTab(personId, name);
    if (typeof kept === "string" && area.current?.value === "") form.setValue("text", kept);
    return form.subscribe({
      formState: { values: true },
      callback({ values }) {
        if (values.text) keepInTab(personId, name, values.text);
        else forgetInTab(personId, name);
      },
    });
  }, [personId, registrationId, form]);

  const mention = useMention(actions.people, area, (value) =>
    form.setValue("text", value, { shouldDirty: true }),
  );
  return (
    <form {...attributes} className="relative flex flex-col gap-2">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextAreaField
        {...text}
        ref={(element) => {
          area.current = element;
          ref(element);
        }}
        label={say("label")}
        placeholder={say("placeholder")}
        rows={2}
        aria-controls={mention.proposed.length > 0 ? listId : undefined}
        aria-activedescendant={mention.proposed.length > 0 ? `${listId}-${mention.place}` : undefined}
        onChange={(event) => {
          void onChange(event);
          mention.look();
        }}
        onClick={mention.look}
        onBlur={(event) => {
          void onBlur(event);
          mention.close();
        }}
        onKeyDown={(event) => {
          if (mention.take(event.key)) event.preventDefault();
          else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      {mention.proposed.length > 0 ? (
        <div
          id={listId}
          role="listbox"
          aria-label={say("people")}
          className="absolute top-full left-0 z-20 -mt-10 w-64 rounded-lg border bg-surface p-1 shadow-floating"
        >
          {mention.proposed.map((person, place) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the chosen one.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text.
            <div
              key={person.id}
              id={`${listId}-${place}`}
              role="option"
              aria-selected={place === mention.place}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => mention.insert(person)}
              className={clsx(
                "truncate rounded-md px-2.5 py-1.5",
                place === mention.place ? "bg-accent-wash text-accent-ink" : "hover:bg-hover",
              )}
            >
              {person.name}
            </div>
          ))}
        </div>
      ) : null}
      <div className="flex items-center justify-end gap-3">
        <span className="flex items-center gap-1 text-ink-faint text-xs max-sm:hidden">
          <Kbd>{commandKey}</Kbd>
          <Kbd>↵</Kbd>
        </span>
        <SubmitButton size="small" variant="secondary">
          {say("save")}
        </SubmitButton>
      </div>
    </form>
  );
}

/** Whom what is being typed after an @ may mean. People are asked for once, by the first @. */
function useMention(
  load: NoteActions["people"],
  area: React.RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
) {
  const [proposed, setProposed] = useState<readonly Mentionable[]>([]);
  const [place, setPlace] = useState(0);
  const people = useRef<Promise<readonly Mentionable[]>>(undefined);

  async function look() {
    const element = area.current;
    if (!element || !mentionAt(element.value, element.selectionStart)) return setProposed([]);
    people.current ??= load({})
      .catch(unreachable)
      .then((answer) => (answer.kind === "people" ? answer.people : []));
    const known = await people.current;
    const at = mentionAt(element.value, element.selectionStart);
    setProposed(at ? proposalsFor(known, at.typed).slice(0, PROPOSED) : []);
    setPlace(0);
  }

  function insert({ name }: Mentionable) {
    const element = area.current;
    const at = element && mentionAt(element.value, element.selectionStart);
    setProposed([]);
    if (!element || !at) return;
    const before = `${element.value.slice(0, at.from)}@${name} `;
    write(before + element.value.slice(element.selectionStart));
    element.focus();
    requestAnimationFrame(() => element.setSelectionRange(before.length, before.length));
  }

  /** Whether the key was one for the people proposed. */
  function take(key: string): boolean {
    const person = proposed[place];
    if (!person) return false;
    if (key === "ArrowDown") setPlace((place + 1) % proposed.length);
    else if (key === "ArrowUp") setPlace((place + proposed.length - 1) % proposed.length);
    else if (key === "Enter" || key === "Tab") insert(person);
    else if (key === "Escape") setProposed([]);
    else return false;
    return true;
  }

  return { proposed, place, look: () => void look(), close: () => setProposed([]), insert, take };
}
