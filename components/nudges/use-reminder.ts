"use client";

import { useEffect, useRef, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import type { Locale } from "@/lib/i18n/locale";
import { NUDGE_LOCALES } from "@/lib/nudges/built-in-templates";
import type { Reminder } from "@/lib/nudges/nudge-view";
import type { NudgeActions } from "./nudge-actions";

/**
 * What is known of the merchant to be reminded; null while it is asked for. It is asked for once: what the page hears
 * while the message is being written takes nothing of it away.
 */
export function useReminder(
  load: NudgeActions["load"],
  registrationId: string,
): { reminder: Reminder } | { failure: ActionFailure } | null {
  const [answer, setAnswer] = useState<{ reminder: Reminder } | { failure: ActionFailure } | null>(null);
  const ask = useRef(load);
  useEffect(() => {
    let isWanted = true;
    void ask
      .current({ id: registrationId })
      .catch(unreachable)
      .then((loaded) => {
        if (!isWanted) return;
        setAnswer(loaded.kind === "failure" ? { failure: loaded } : { reminder: loaded.reminder });
      });
    return () => {
      isWanted = false;
    };
  }, [registrationId]);
  return answer;
}

/** The message in the language that was chosen, with what the person changed in it; each language keeps its own. */
export function useDraft(reminder: Reminder) {
  const [locale, setLocale] = useState<Locale>(NUDGE_LOCALES[0]);
  const [texts, setTexts] = useState<Partial<Record<Locale, string>>>({});
  const [mails, setMails] = useState<Partial<Record<Locale, { subject: string; body: string }>>>({});
  const { whatsapp, email } = reminder.messages;
  const text = texts[locale] ?? whatsapp[locale].body;
  // What a person wrote themselves goes by every way; only the subject is the mail's own.
  const mail = mails[locale] ?? { ...email[locale], ...(texts[locale] !== undefined && { body: text }) };
  return {
    locale,
    setLocale,
    text,
    setText: (body: string) => setTexts({ ...texts, [locale]: body }),
    mail,
    setMail: (change: Partial<typeof mail>) => setMails({ ...mails, [locale]: { ...mail, ...change } }),
  };
}
