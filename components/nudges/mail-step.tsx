"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import Send from "lucide-react/icons/send";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { TextAreaField, TextField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Reminder } from "@/lib/nudges/nudge-view";

/** Under a thumb, however long the message is. */
export const FOOTER =
  "-mx-5 -mb-5 sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t bg-surface px-5 py-3 max-sm:[&>button]:flex-1 max-sm:[&>button]:px-2";

type MailText = { subject: string; body: string };

/** Exactly what Mitra is about to send, to be read and changed before it goes. */
export function MailStep({
  reminder,
  mail,
  pending,
  problem,
  onChange,
  onBack,
  onSend,
}: {
  reminder: Reminder;
  mail: MailText;
  pending: boolean;
  /** Why the last press sent nothing. */
  problem: ReactNode;
  onChange: (change: Partial<MailText>) => void;
  onBack: () => void;
  onSend: () => void;
}) {
  const say = useMessages("nudge");
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm">{say("mailPreview")}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt className="text-ink-faint">{say("from")}</dt>
        <dd className="[overflow-wrap:anywhere]">{reminder.mailFrom}</dd>
        <dt className="text-ink-faint">{say("to")}</dt>
        <dd className="[overflow-wrap:anywhere]">{reminder.email}</dd>
        <dt className="text-ink-faint">{say("replyTo")}</dt>
        <dd className="[overflow-wrap:anywhere]">{reminder.replyTo}</dd>
      </dl>
      <TextField
        label={say("subject")}
        value={mail.subject}
        onChange={(event) => onChange({ subject: event.target.value })}
      />
      <TextAreaField
        label={say("message")}
        rows={12}
        value={mail.body}
        onChange={(event) => onChange({ body: event.target.value })}
      />
      {problem}
      <div className={FOOTER}>
        <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onClick={onBack}>
          {say("backToMessage")}
        </Button>
        <Button
          autoFocus
          variant="primary"
          pending={pending}
          icon={<Send aria-hidden="true" />}
          onClick={onSend}
        >
          {say("sendEmail")}
        </Button>
      </div>
    </div>
  );
}
