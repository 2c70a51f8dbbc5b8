"use client";

import Mail from "lucide-react/icons/mail";
import { useEffect, useRef, useState } from "react";
import { LanguageChoice } from "@/components/nudges/language-choice";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { buttonClass } from "@/components/ui/button-look";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { CopyTextButton } from "@/components/ui/text/copy-button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Locale } from "@/lib/i18n/locale";
import { NUDGE_LOCALES } from "@/lib/nudges/built-in-templates";
import { mailtoHref } from "@/lib/nudges/links";

type Texts = Record<Locale, { subject: string; body: string }>;
export type LoadEscalation = (input: {
  id: string;
}) => Promise<{ kind: "texts"; texts: Texts } | ActionFailure>;

/** A ready text for DOKU's support, to be read, changed, and copied or mailed by the person. */
export function EscalateDialog({
  open,
  onClose,
  registrationId,
  load,
}: {
  open: boolean;
  onClose: () => void;
  registrationId: string;
  load: LoadEscalation;
}) {
  const say = useMessages("escalation");
  const sayCommon = useMessages("common");
  return (
    <Dialog open={open} onClose={onClose} title={say("escalate")} closeLabel={sayCommon("close")}>
      <Loaded registrationId={registrationId} load={load} />
    </Dialog>
  );
}

function Loaded({ registrationId, load }: { registrationId: string; load: LoadEscalation }) {
  const say = useMessages("escalation");
  const [answer, setAnswer] = useState<Awaited<ReturnType<LoadEscalation>> | null>(null);
  // Once: what the page hears while the text is being changed takes nothing of it away.
  const ask = useRef(load);
  useEffect(() => {
    let isWanted = true;
    void ask
      .current({ id: registrationId })
      .catch(unreachable)
      .then((loaded) => {
        if (isWanted) setAnswer(loaded);
      });
    return () => {
      isWanted = false;
    };
  }, [registrationId]);
  if (answer === null) {
    return (
      <div role="status" className="mt-2 flex flex-col gap-3">
        <span className="sr-only">{say("loading")}</span>
        <Skeleton className="h-72" />
      </div>
    );
  }
  if (answer.kind === "failure") return <FailureNotice failure={answer} />;
  return <EscalationForm texts={answer.texts} />;
}

function EscalationForm({ texts }: { texts: Texts }) {
  const say = useMessages("escalation");
  const sayNudge = useMessages("nudge");
  const sayCommon = useMessages("common");
  const [locale, setLocale] = useState<Locale>(NUDGE_LOCALES[0]);
  const [typed, setTyped] = useState<Partial<Record<Locale, string>>>({});
  const { subject } = texts[locale];
  const body = typed[locale] ?? texts[locale].body;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm">{say("text")}</p>
      <TextAreaField
        label={say("label")}
        aside={<LanguageChoice label={sayNudge("language")} locale={locale} onChoose={setLocale} />}
        lang={locale}
        rows={14}
        value={body}
        onChange={(event) => setTyped({ ...typed, [locale]: event.target.value })}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <a href={mailtoHref({ to: "", subject, body })} className={buttonClass({})}>
          <Mail aria-hidden="true" />
          {say("email")}
        </a>
        <CopyTextButton
          text={body}
          label={say("copy")}
          copiedLabel={sayCommon("copied")}
          refusedLabel={sayCommon("copyRefused")}
        />
      </div>
    </div>
  );
}
