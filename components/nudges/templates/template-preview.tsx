"use client";

import { Card } from "@/components/ui/card";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Locale } from "@/lib/i18n/locale";
import type { NudgeTemplate, TemplateChannel } from "@/lib/nudges/built-in-templates";
import { documentLines, documentQueryFor } from "@/lib/nudges/documents";
import { SAMPLE_FACTS, writeMessage } from "@/lib/nudges/message-text";

/** What a made-up merchant would get of the words as they are typed. */
export function TemplatePreview({
  channel,
  locale,
  typed,
}: {
  channel: TemplateChannel;
  locale: Locale;
  typed: NudgeTemplate;
}) {
  const say = useMessages("templates");
  const documents = documentLines(null, documentQueryFor(null), locale);
  const { subject, body } = writeMessage(typed, { ...SAMPLE_FACTS, documents });
  return (
    <Card title={say("preview")} description={say("previewNote")} className="lg:sticky lg:top-18">
      <div lang={locale} className="flex flex-col gap-3 rounded-lg bg-sunken px-4 py-3">
        {channel === "email" ? <p className="font-medium [overflow-wrap:anywhere]">{subject}</p> : null}
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{body}</p>
      </div>
    </Card>
  );
}
