"use client";

import Copy from "lucide-react/icons/copy";
import MessageCircle from "lucide-react/icons/message-circle";
import { type ReactNode, useEffect, useState } from "react";
import { isOverlayOpen, isPlainKey, isTyping } from "@/components/keyboard/key-press";
import { LanguageChoice } from "@/components/nudges/language-choice";
import type { NudgeActions } from "@/components/nudges/nudge-actions";
import { CoolingNotice, isOver, Problem } from "@/components/nudges/remind-form";
import { type Reminded, useRemind } from "@/components/nudges/use-remind";
import { useDraft } from "@/components/nudges/use-reminder";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-look";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TimeStyle } from "@/lib/i18n/format";
import type { NudgeChannel, Reminder } from "@/lib/nudges/nudge-view";

/**
 * The ready message of one merchant of the line. Enter writes the reminder down, opens WhatsApp and goes on. Who copies it
 * still needs the number to send it to, so that the merchant stays. Needs the areas `nudge` and `work`.
 */
export function WorkMessage({
  reminder,
  registrationId,
  timeStyle,
  remind,
  onDone,
  onStale,
  children,
}: {
  reminder: Reminder;
  registrationId: string;
  timeStyle: TimeStyle;
  remind: NudgeActions["remind"];
  onDone: () => void;
  /** Told that it is not their turn any more. */
  onStale: () => void;
  /** What else can be done about the merchant, after the message's own buttons. */
  children: ReactNode;
}) {
  const say = useMessages("nudge");
  const sayWork = useMessages("work");
  const draft = useDraft(reminder);
  const { running, press } = useRemind(remind, registrationId);
  const [overrides, setOverrides] = useState<string | null>(null);
  const [reminded, setReminded] = useState<Reminded | null>(null);
  const [cooling, setCooling] = useState(reminder.cooling);
  const isCooling = cooling !== null && overrides !== cooling.at;
  const channel = reminder.hasWhatsApp ? "whatsapp" : "copy";
  const isDone = reminded !== null && isOver(reminded);

  async function send(by: NudgeChannel) {
    const message = { subject: "", body: draft.text, locale: draft.locale };
    const result = await press({ ...message, channel: by, overrides });
    if (!result) return;
    setReminded(result);
    if (result.answer.kind === "cooling") setCooling(result.answer.cooling);
    if (result.answer.kind === "failure" && result.answer.code === "not_possible_now") onStale();
    if (isOver(result) && result.hasOpened && by !== "copy") onDone();
  }

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "Enter" || !isPlainKey(event) || isTyping(event) || isOverlayOpen()) return;
      // A link or a button that has the focus is pressed by itself.
      if (event.target instanceof Element && event.target.closest("a, button")) return;
      if (isCooling || event.repeat) return;
      event.preventDefault();
      if (isDone) onDone();
      else void send(channel);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });

  const href = reminded?.answer.kind === "handed_over" ? reminded.answer.href : null;
  return (
    <div className="flex flex-col gap-3">
      {cooling ? <CoolingNotice cooling={cooling} timeStyle={timeStyle} /> : null}
      <TextAreaField
        label={say("message")}
        aside={<LanguageChoice label={say("language")} locale={draft.locale} onChoose={draft.setLocale} />}
        lang={draft.locale}
        rows={6}
        value={draft.text}
        onChange={(event) => draft.setText(event.target.value)}
      />
      {reminded && !isDone ? <Problem reminded={reminded} /> : null}
      {isDone ? <Ended reminded={reminded} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {href ? (
          <a
            href={href}
            target="_blank"
            rel="noreferrer"
            onClick={onDone}
            className={buttonClass({ variant: "primary" })}
          >
            {say("openAgain.whatsapp")}
          </a>
        ) : isDone ? null : isCooling ? (
          <Button onClick={() => setOverrides(cooling.at)}>{say("remindAnyway")}</Button>
        ) : (
          <>
            <Button
              variant="primary"
              pending={running === channel}
              icon={channel === "copy" ? <Copy aria-hidden="true" /> : <MessageCircle aria-hidden="true" />}
              aria-keyshortcuts="Enter"
              onClick={() => void send(channel)}
            >
              {channel === "copy" ? say("copy") : sayWork("openAndNext")} <Kbd>↵</Kbd>
            </Button>
            {channel === "whatsapp" ? (
              <Button
                variant="quiet"
                pending={running === "copy"}
                icon={<Copy aria-hidden="true" />}
                onClick={() => void send("copy")}
              >
                {say("copy")}
              </Button>
            ) : null}
          </>
        )}
        {children}
      </div>
    </div>
  );
}

/** What the person does next: the text is copied, or what was to open did not. */
function Ended({ reminded: { channel, hasOpened } }: { reminded: Reminded }) {
  const say = useMessages("nudge");
  const sayCommon = useMessages("common");
  if (hasOpened)
    return (
      <Notice tone="success" role="status">
        {say(`done.${channel}`)}
      </Notice>
    );
  return (
    <Notice tone="warning" role="alert">
      {channel === "copy" ? sayCommon("copyRefused") : say("done.whatsappBlocked")}
    </Notice>
  );
}
