"use client";

import { useEffect, useState } from "react";
import { loadRules } from "@/components/registrations/form/fields/rules";
import { forgetUnsent, readUnsent, type UnsentField } from "@/components/registrations/form/memory/unsent";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";

/**
 * Gives back what was typed into a form of this page, where the registration was sent or put away otherwise while it was
 * open: the form is gone, and nothing of it was sent.
 */
export function UnsentNotice({
  personId,
  registrationId,
  there,
  outcome,
  hasForm,
  labels,
}: {
  personId: string;
  registrationId: string;
  /** What the registration holds. */
  there: RegistrationInput;
  /** Another one where what stands there may have come to be otherwise. */
  outcome: string;
  /** Whether there is a form to go on in, which brings back what was typed by itself. */
  hasForm: boolean;
  /** What the fields are called. */
  labels: Record<RegistrationField, string>;
}) {
  const say = useMessages("detail");
  const [fields, setFields] = useState<UnsentField[]>([]);
  const held = JSON.stringify(there);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another outcome is a reason to look again.
  useEffect(() => {
    let isOver = false;
    const look = async () => {
      const registration: RegistrationInput = JSON.parse(held);
      if (hasForm || readUnsent(personId, registrationId, registration).length === 0) return setFields([]);
      const schema = await loadRules().then(
        (rules) => rules.registrationSchema,
        () => null,
      );
      // What is taken otherwise than it was typed was sent all the same.
      const taken = (typed: RegistrationInput) => schema?.safeParse(typed).data?.typed ?? typed;
      if (!isOver) setFields(readUnsent(personId, registrationId, registration, taken));
    };
    void look();
    return () => {
      isOver = true;
    };
  }, [personId, registrationId, hasForm, held, outcome]);

  if (fields.length === 0) return null;
  return (
    <Notice
      tone="warning"
      role="alert"
      title={say("unsent.title")}
      actions={
        <Button
          size="small"
          onClick={() => {
            forgetUnsent(personId, registrationId);
            setFields([]);
          }}
        >
          {say("unsent.forget")}
        </Button>
      }
    >
      <p>{say("unsent.text")}</p>
      <ul className="mt-1 list-disc pl-5">
        {fields.map(({ name, typed }) => (
          <li key={name} className="[overflow-wrap:anywhere]">
            <span className="font-medium">{labels[name]}:</span> {typed ? `“${typed}”` : "–"}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
