"use client";

import { useRef, useState } from "react";
import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Card } from "@/components/ui/card";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField, TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { bringIntoView } from "@/components/ui/sight/bring-into-view";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDateTime, type TimeStyle } from "@/lib/i18n/format";
import { BUILT_IN_TEMPLATES, type NudgeTemplate } from "@/lib/nudges/built-in-templates";
import { BODY_MAX_LENGTH, SUBJECT_MAX_LENGTH } from "@/lib/nudges/message-text";
import type { Placeholder } from "@/lib/nudges/placeholders";
import {
  TEMPLATE_PROBLEMS,
  type TemplateKey,
  type TemplateProblem,
  type TemplateView,
} from "@/lib/nudges/template-view";
import { PlaceholderButtons } from "./placeholder-buttons";
import { TemplatePreview } from "./template-preview";
import { type RestoreBuiltIn, UseBuiltIn } from "./use-built-in";

type SaveTemplate = (
  input: TemplateKey & NudgeTemplate & { knownAt: string },
) => Promise<{ kind: "saved" } | FieldProblems<keyof NudgeTemplate, TemplateProblem> | ActionFailure>;

/** The words of one way in one language, beside what a merchant would get. */
export function TemplateForm({
  template,
  timeStyle,
  save,
  restore,
}: {
  template: TemplateView;
  timeStyle: TimeStyle;
  save: SaveTemplate;
  restore: RestoreBuiltIn;
}) {
  const say = useMessages("templates");
  const { channel, locale, written, subject, body } = template;
  const isEmail = channel === "email";
  const [typed, setTyped] = useState<NudgeTemplate>({ subject, body });
  // Of when the form was opened: what somebody else writes meanwhile must not be overwritten unseen.
  const [openedWith] = useState(written?.at);
  const [isOurs, setOurs] = useState(false);
  const knownAt = (isOurs ? written?.at : openedWith) ?? "";
  const place = useRef<{ field: keyof NudgeTemplate; at: number }>({ field: "body", at: body.length });
  const { form, attributes, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/nudges/template-schema")).templateSchema(channel),
    initial: { subject, body },
    fields: ["subject", "body"],
    codes: TEMPLATE_PROBLEMS,
    say: ({ code, params }, name) =>
      say(`problem.${code}`, { max: name === "subject" ? SUBJECT_MAX_LENGTH : BODY_MAX_LENGTH, ...params }),
    async action(texts) {
      const answer = await save({ ...texts, channel, locale, knownAt });
      if (answer.kind === "saved") setOurs(true);
      return answer;
    },
  });

  const listen = (name: keyof NudgeTemplate) => ({
    ...field(name, {
      onChange: () => setTyped(form.getValues()),
    }),
    onSelect: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      place.current = { field: name, at: currentTarget.selectionEnd ?? currentTarget.value.length };
    },
  });

  function insert(placeholder: Placeholder): void {
    const { field: name, at } = place.current;
    const text = form.getValues(name);
    const put = `{${placeholder}}`;
    form.setValue(name, text.slice(0, at) + put + text.slice(at), { shouldDirty: true });
    place.current = { field: name, at: at + put.length };
    setTyped(form.getValues());
    form.setFocus(name);
  }

  function showBuiltIn(): void {
    const builtIn = BUILT_IN_TEMPLATES[channel][locale];
    form.setValue("subject", builtIn.subject);
    form.setValue("body", builtIn.body);
    setTyped(builtIn);
    setOurs(true);
  }

  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card
        title={say("words")}
        description={
          written
            ? say("written", { name: written.byName, time: formatDateTime(new Date(written.at), timeStyle) })
            : say("builtIn")
        }
        actions={
          written ? (
            <UseBuiltIn template={template} written={written} restore={restore} onRestored={showBuiltIn} />
          ) : null
        }
      >
        <form {...attributes} className="flex flex-col gap-4">
          {failure ? (
            <FailureNotice failure={failure}>
              {failure.code === "changed_meanwhile" ? say("changedMeanwhile") : undefined}
            </FailureNotice>
          ) : null}
          {ending ? (
            <Notice key={endingKey} ref={bringIntoView} tone="success" role="status">
              {say("saved")}
            </Notice>
          ) : null}
          {isEmail ? <TextField {...listen("subject")} label={say("subject")} lang={locale} /> : null}
          <TextAreaField
            {...listen("body")}
            label={say("body")}
            aside={isEmail ? undefined : say("whatsappNote")}
            lang={locale}
            rows={16}
          />
          <PlaceholderButtons onPress={insert} />
          <SubmitButton className="self-start">{say("save")}</SubmitButton>
        </form>
      </Card>
      <TemplatePreview channel={channel} locale={locale} typed={typed} />
    </div>
  );
}
