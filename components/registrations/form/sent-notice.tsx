"use client";

import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatTime, type TimeStyle } from "@/lib/i18n/format";
import type { SentForm } from "./memory/form-memory";

/** What a form says when someone comes back to it after it was sent, or kept by its copy in another tab. Without `onStartNew` a new one is another page. */
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
  const time = formatTime(new Date(sent.at), new Date(), timeStyle);
  return (
    <Notice
      tone="info"
      role="status"
      title={sent.isDraft ? say("draftTitle", { time }) : say("sentTitle", { name: sent.businessName, time })}
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
      {say(sent.isDraft ? "otherDraftText" : sent.isSame ? "sentText" : "otherText")}
    </Notice>
  );
}
