"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-look";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import { isLongMailto } from "@/lib/nudges/links";
import type { Reminded } from "./use-remind";

/** What is known of a reminder that is on its way, and what the person does next. */
export function RemindDone({
  reminded,
  body,
  email,
  onClose,
  children,
}: {
  reminded: Reminded;
  body: string;
  email: string;
  onClose: () => void;
  /** What comes next. */
  children: ReactNode;
}) {
  const say = useMessages("nudge");
  const sayCommon = useMessages("common");
  const { channel, answer, hasOpened } = reminded;
  const href = answer.kind === "handed_over" ? answer.href : null;
  const isCopyRefused = channel === "copy" && !hasOpened;
  const isSound = answer.kind !== "maybe" && hasOpened;
  return (
    <div className="mt-1 flex flex-col gap-4">
      <Notice tone={isSound ? "success" : "warning"} role="status">
        <p>{isCopyRefused ? sayCommon("copyRefused") : say(sentenceOf(reminded), { email })}</p>
        <p className="text-ink-soft text-sm">{say("done.noted")}</p>
        {href && isLongMailto(href) ? <p className="text-ink-soft text-sm">{say("longMailto")}</p> : null}
      </Notice>
      {isCopyRefused ? <TextAreaField label={say("message")} readOnly rows={10} value={body} /> : null}
      {children}
      <div className="flex flex-wrap justify-end gap-2">
        {href && channel !== "copy" ? (
          <a
            href={href}
            {...(channel === "whatsapp" && { target: "_blank", rel: "noreferrer" })}
            className={buttonClass({})}
          >
            {say(`openAgain.${channel}`)}
          </a>
        ) : null}
        <Button autoFocus variant="primary" onClick={onClose}>
          {sayCommon("close")}
        </Button>
      </div>
    </div>
  );
}

function sentenceOf({ channel, answer, hasOpened }: Reminded) {
  if (answer.kind === "sent" || answer.kind === "maybe") return `done.${answer.kind}` as const;
  if (channel === "whatsapp" && !hasOpened) return "done.whatsappBlocked";
  return `done.${channel}` as const;
}
