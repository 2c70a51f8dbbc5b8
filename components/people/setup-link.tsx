"use client";

import MessageCircle from "lucide-react/icons/message-circle";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CopyButton } from "@/components/ui/text/copy-button";
import { useMessages } from "@/lib/i18n/client-messages";

/** A one-time link, shown this once, with what to do with it. */
export function SetupLink({ title, url }: { title: string; url: string }) {
  const say = useMessages("people");
  const sayCommon = useMessages("common");
  return (
    <Notice
      tone="success"
      role="status"
      title={title}
      actions={
        <Button
          size="small"
          icon={<MessageCircle aria-hidden="true" />}
          // By the press alone: an address that stands in the page is read by what looks ahead at links.
          onClick={() => sendByWhatsApp(say("whatsAppText", { url }))}
        >
          {say("sendByWhatsApp")}
        </Button>
      }
    >
      <p>{say("linkText")}</p>
      <div className="mt-2 flex items-start gap-2 rounded-lg border bg-surface py-1.5 pr-1.5 pl-3">
        <output aria-label={say("link")} className="mono-id min-w-0 flex-1 break-all py-1">
          {url}
        </output>
        <CopyButton
          text={url}
          label={sayCommon("copy", { what: say("linkCopy") })}
          copiedLabel={sayCommon("copied")}
          refusedLabel={sayCommon("copyRefused")}
        />
      </div>
    </Notice>
  );
}

/** WhatsApp asks to whom; nothing of ours goes along but the text. */
function sendByWhatsApp(text: string): void {
  window.open(`https://wa.me/?${new URLSearchParams({ text })}`, "_blank", "noopener,noreferrer");
}
