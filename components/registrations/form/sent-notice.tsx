"use client";

import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatTime, type TimeStyle } from "@/lib/i18n/format";
import type { SentForm } from "./memory/form-memory";

/** What a form says when someone comes back to it after it was sent. Without `onStartNew` a new one is another page. */
export function SentNotice({
  sent,
  timeStyle,
  onStartNew,
}: {
  sent: SentForm;
  timeStyle: TimeStyle;
  onStartNew: (() => void) | null;
}) {
  const say = useMessages("form");
  return (
    <Notice
      tone="info"
      role="status"
      title={say("sentTitle", {
        name: sent.businessName,
        time: formatTime(new Date(sent.at), new Date(), timeStyle),
      })}
      actions={
        <>
          <ButtonLink href={`/registrations/${sent.id}`} variant="primary">
            {say("openSent")}
          </ButtonLink>
          {onStartNew ? (
            <Button onClick={onStartNew}>{say("startNew")}</Button>
          ) : (
            <ButtonLink href="/registrations/new">{say("startNew")}</ButtonLink>
          )}
        </>
      }
    >
      {say(sent.isSame ? "sentText" : "otherText")}
    </Notice>
  );
}
