"use client";

import Copy from "lucide-react/icons/copy";
import Mail from "lucide-react/icons/mail";
import MessageCircle from "lucide-react/icons/message-circle";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDay, formatTime, type TimeStyle } from "@/lib/i18n/format";
import { BODY_MAX_LENGTH, SUBJECT_MAX_LENGTH } from "@/lib/nudges/message-text";
import type { Cooling, NudgeChannel, Reminder } from "@/lib/nudges/nudge-view";
import { FollowUpOffer } from "./follow-up-offer";
import { LanguageChoice } from "./language-choice";
import { FOOTER, MailStep } from "./mail-step";
import type { NudgeActions } from "./nudge-actions";
import { RemindDone } from "./remind-done";
import { type Reminded, useRemind } from "./use-remind";
import { useDraft } from "./use-reminder";

export type RemindFormProps = {
  reminder: Reminder;
  registrationId: string;
  timeStyle: TimeStyle;
  actions: NudgeActions;
  onDone: () => void;
  onClose: () => void;
};

/** The message, to be read and changed, and the ways to send it. */
export function RemindForm({
  reminder,
  registrationId,
  timeStyle,
  actions,
  onDone,
  onClose,
}: RemindFormProps) {
  const say = useMessages("nudge");
  const draft = useDraft(reminder);
  const { running, press } = useRemind(actions.remind, registrationId);
  const [isMail, setMail] = useState(false);
  const [overrides, setOverrides] = useState<string | null>(null);
  const [reminded, setReminded] = useState<Reminded | null>(null);
  // Somebody else may have been faster than this press.
  const [cooling, setCooling] = useState(reminder.cooling);

  async function send(channel: NudgeChannel) {
    const message = channel === "email" ? draft.mail : { subject: "", body: draft.text };
    const result = await press({ ...message, channel, locale: draft.locale, overrides });
    if (!result) return;
    setReminded(result);
    if (result.answer.kind === "cooling") setCooling(result.answer.cooling);
    if (isOver(result)) onDone();
  }

  if (reminded && isOver(reminded)) {
    return (
      <RemindDone reminded={reminded} body={draft.text} email={reminder.email} onClose={onClose}>
        <FollowUpOffer
          registrationId={registrationId}
          followUpAt={reminder.followUpAt}
          timeStyle={timeStyle}
          set={actions.setFollowUp}
        />
      </RemindDone>
    );
  }
  const problem = reminded && <Problem reminded={reminded} />;
  const passOver =
    cooling && overrides !== cooling.at ? (
      <Button onClick={() => setOverrides(cooling.at)}>{say("remindAnyway")}</Button>
    ) : null;
  if (isMail) {
    return (
      <MailStep
        reminder={reminder}
        mail={draft.mail}
        pending={running !== null}
        problem={
          cooling && passOver ? (
            <>
              <CoolingNotice cooling={cooling} timeStyle={timeStyle} />
              {passOver}
            </>
          ) : (
            problem
          )
        }
        onChange={draft.setMail}
        onBack={() => setMail(false)}
        onSend={() => void send("email")}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm">{say("noResend", { email: reminder.inbox })}</p>
      {cooling ? <CoolingNotice cooling={cooling} timeStyle={timeStyle} /> : null}
      <TextAreaField
        label={say("message")}
        aside={<LanguageChoice label={say("language")} locale={draft.locale} onChoose={draft.setLocale} />}
        hint={
          reminder.documentsAt
            ? say("documentsFromDoku", {
                day: formatDay(new Date(reminder.documentsAt), new Date(), timeStyle),
              })
            : say("documentsUsual")
        }
        lang={draft.locale}
        rows={12}
        value={draft.text}
        onChange={(event) => draft.setText(event.target.value)}
      />
      {problem}
      <div className={FOOTER}>
        {passOver ?? (
          <Ways
            reminder={reminder}
            running={running}
            // What Mitra itself sends is looked at first; a mail program shows it before it goes.
            onPress={(channel) =>
              channel === "email" && reminder.mailFrom !== null ? setMail(true) : void send(channel)
            }
          />
        )}
      </div>
    </div>
  );
}

function Ways({
  reminder,
  running,
  onPress,
}: {
  reminder: Reminder;
  running: NudgeChannel | null;
  onPress: (channel: NudgeChannel) => void;
}) {
  const say = useMessages("nudge");
  return (
    <>
      {reminder.hasWhatsApp ? null : (
        <p className="mr-auto max-w-52 text-ink-faint text-sm">{say("noWhatsApp")}</p>
      )}
      <Button pending={running === "copy"} icon={<Copy aria-hidden="true" />} onClick={() => onPress("copy")}>
        {say("copy")}
      </Button>
      {reminder.email === "" ? null : (
        <Button
          pending={running === "email"}
          icon={<Mail aria-hidden="true" />}
          onClick={() => onPress("email")}
        >
          {say("email")}
        </Button>
      )}
      {reminder.hasWhatsApp ? (
        <Button
          autoFocus
          variant="primary"
          pending={running === "whatsapp"}
          icon={<MessageCircle aria-hidden="true" />}
          onClick={() => onPress("whatsapp")}
        >
          {say("whatsApp")}
        </Button>
      ) : null}
    </>
  );
}

export function CoolingNotice({ cooling, timeStyle }: { cooling: Cooling; timeStyle: TimeStyle }) {
  const say = useMessages("nudge");
  const now = new Date();
  return (
    <Notice tone="warning" role="status">
      {say("cooling", {
        name: cooling.byName,
        channel: cooling.channel,
        time: formatTime(new Date(cooling.at), now, timeStyle),
        until: formatTime(new Date(cooling.until), now, timeStyle),
      })}
    </Notice>
  );
}

/** Why nothing was sent, and what to do. What was typed stays. */
export function Problem({ reminded: { answer } }: { reminded: Reminded }) {
  const say = useMessages("nudge");
  switch (answer.kind) {
    case "failure":
      return <FailureNotice failure={answer} />;
    case "failed":
      return (
        <Notice tone="danger" role="alert">
          {say("failed", { reason: say(`reason.${answer.reason}`) })}
        </Notice>
      );
    case "refused":
      return (
        <Notice tone="danger" role="alert">
          {say(`refused.${answer.problem}`, {
            found: answer.found,
            body: BODY_MAX_LENGTH,
            subject: SUBJECT_MAX_LENGTH,
          })}
        </Notice>
      );
    default:
      return null;
  }
}

export function isOver({ answer }: Reminded): boolean {
  return answer.kind === "handed_over" || answer.kind === "sent" || answer.kind === "maybe";
}
