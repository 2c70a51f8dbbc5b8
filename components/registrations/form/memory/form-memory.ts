"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { createBrowserUuid } from "@/components/ui/browser-uuid";
import { clearTab, forgetInTab, keepInTab, readFromTab } from "@/components/ui/tab-memory";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { AlreadySent } from "@/lib/registrations/intake/submission";
import { createBrowserReference } from "./browser-reference";

/** A form that was sent: what became of it, and whether that is what is typed there now. */
export type SentForm = Omit<AlreadySent, "kind">;

/** What the browser's history entry of the form keeps: its key, whose form it is, and what became of it. */
type HistoryMemory = { key: string; personId: string; sent: SentForm | null };

/** What is typed, and what the registration held when the form came to it; null where it came to none. */
export type KeptForm = { values: RegistrationInput; opened: RegistrationInput | null };

/** What a form needs to know of itself and to remember of what is typed. */
export type FormKeeping = {
  takeKey: () => string;
  /** Notes that it was sent, for whoever comes back; this screen is being left and does not change any more. */
  noteSent: (form: SentForm) => void;
  /** Says on this screen that it was sent. */
  showSent: (form: SentForm) => void;
  /** Keeps what is typed, so that opening a look-alike, a reload or a crash loses nothing. */
  keepTyped: (kept: KeptForm) => void;
  /** What was typed into this form before, or null. */
  readTyped: () => KeptForm | null;
  /** Forgets what was typed, once it is stored where it belongs. */
  forgetTyped: () => void;
};

export type FormMemory = FormKeeping & {
  /** Set where this form is known to have been sent before: on coming back to it, or because the server says so. */
  sent: SentForm | null;
  /** Another form from here on: a new key, nothing sent, and in it what was typed here but not sent. */
  startNew: () => void;
  /** How many forms were begun on this screen after its first one. */
  generation: number;
};

const HISTORY_FIELD = "mitraForm";

/** Forms that were sent since the document was loaded, by key: whoever sees one of them again has come back to it. */
const sentHere = new Set<string>();

/**
 * The identity of one form in this tab. Its key is the idempotency key and lives in `history.state`,
 * so that going back and sending again is still the same form. It is one person's: whoever signs in
 * after them and comes to the same entry of the history has a form of their own. So does whoever opens the form
 * anew where one was sent, which the browser does in the same entry: by its address or by a link.
 */
export function useFormMemory(personId: string): FormMemory {
  const memory = useRef<HistoryMemory>(null);
  const [sent, setSent] = useState<SentForm | null>(null);
  const [generation, setGeneration] = useState(0);

  const takeMemory = useCallback((): HistoryMemory => {
    memory.current ??= readOpenHistory(personId) ?? { key: createBrowserUuid(), personId, sent: null };
    return memory.current;
  }, [personId]);

  const remember = useCallback((next: HistoryMemory) => {
    memory.current = next;
    if (next.sent) sentHere.add(next.key);
    writeHistory(next);
  }, []);

  const startNew = useCallback(() => {
    const before = takeMemory();
    const next = { key: createBrowserUuid(), personId, sent: null };
    if (before.sent && !before.sent.isSame) carryOver(before, next, before.sent);
    remember(next);
    setSent(null);
    setGeneration((count) => count + 1);
  }, [personId, remember, takeMemory]);

  useEffect(() => setSent(takeMemory().sent), [takeMemory]);

  useEffect(() => clearTab(personId), [personId]);

  // On every render: the router rewrites the history entry when it refreshes or follows a link to where it is, and
  // drops our field.
  useEffect(() => {
    if (readHistory(personId)?.key === takeMemory().key) return;
    if (sent) startNew();
    else writeHistory(takeMemory());
  });

  return {
    sent,
    takeKey: useCallback(() => takeMemory().key, [takeMemory]),
    noteSent: (form) => remember({ ...takeMemory(), sent: form }),
    showSent(form) {
      remember({ ...takeMemory(), sent: form });
      setSent(form);
    },
    startNew,
    generation,
    keepTyped: useCallback(
      ({ values, opened }) => keepInTab(personId, nameOf(takeMemory()), { ...values, opened }),
      [personId, takeMemory],
    ),
    readTyped: useCallback(
      () => readKept(readFromTab(personId, nameOf(takeMemory()))),
      [personId, takeMemory],
    ),
    forgetTyped: useCallback(() => forgetInTab(personId, nameOf(takeMemory())), [personId, takeMemory]),
  };
}

/**
 * What a form keeps of a registration that exists and is changed on its own page: what is typed, under a name that says
 * of which registration, and of which of its envelopes, it is. `onSent` is told where somebody else sent it meanwhile.
 */
export function usePlacedMemory({
  personId,
  name,
  onSent,
}: {
  personId: string;
  name: string;
  onSent: () => void;
}): FormKeeping {
  const [key] = useState(createBrowserUuid);
  return {
    takeKey: () => key,
    noteSent: () => undefined,
    showSent: onSent,
    keepTyped: useCallback(
      ({ values, opened }) => keepInTab(personId, name, { ...values, opened }),
      [personId, name],
    ),
    readTyped: useCallback(() => readKept(readFromTab(personId, name)), [personId, name]),
    forgetTyped: useCallback(() => forgetInTab(personId, name), [personId, name]),
  };
}

function nameOf({ key }: HistoryMemory): string {
  return `form.${key}`;
}

/** What was typed into a form that was sent with something else is the next one's, under a reference of its own. */
function carryOver(before: HistoryMemory, next: HistoryMemory, { isSameReference }: SentForm): void {
  const { personId } = before;
  const kept = readKept(readFromTab(personId, nameOf(before)));
  if (!kept) return;
  const partnerReference = isSameReference ? createBrowserReference() : kept.values.partnerReference;
  keepInTab(personId, nameOf(next), { ...kept.values, partnerReference });
  forgetInTab(personId, nameOf(before));
}

/**
 * What is kept, but not a form that was sent before the document was loaded, unless by going back to it, or with
 * something typed there that was not sent.
 */
function readOpenHistory(personId: string): HistoryMemory | null {
  const kept = readHistory(personId);
  if (!kept?.sent?.isSame || sentHere.has(kept.key)) return kept;
  const [loading] = performance.getEntriesByType("navigation");
  const isBack = loading instanceof PerformanceNavigationTiming && loading.type === "back_forward";
  return isBack ? kept : null;
}

function readHistory(personId: string): HistoryMemory | null {
  const state: unknown = window.history.state;
  if (!isRecord(state)) return null;
  const kept = state[HISTORY_FIELD];
  if (!isRecord(kept) || typeof kept.key !== "string" || kept.personId !== personId) return null;
  // An earlier version knew of no drafts here.
  const sent = isSentForm(kept.sent) ? { ...kept.sent, isDraft: kept.sent.isDraft === true } : null;
  return { key: kept.key, personId, sent };
}

function isSentForm(kept: unknown): kept is SentForm {
  return (
    isRecord(kept) &&
    [kept.id, kept.at, kept.businessName].every((text) => typeof text === "string") &&
    [kept.isSame, kept.isSameReference].every((answer) => typeof answer === "boolean")
  );
}

function writeHistory(memory: HistoryMemory): void {
  const state: unknown = window.history.state;
  window.history.replaceState({ ...(isRecord(state) ? state : {}), [HISTORY_FIELD]: memory }, "");
}

function readKept(kept: unknown): KeptForm | null {
  if (!isRegistrationInput(kept)) return null;
  const { opened = null, ...values }: RegistrationInput & { opened?: unknown } = kept;
  return { values, opened: isRegistrationInput(opened) ? opened : null };
}

function isRegistrationInput(kept: unknown): kept is RegistrationInput {
  return (
    isRecord(kept) && [...REGISTRATION_FIELDS, "country"].every((field) => typeof kept[field] === "string")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
