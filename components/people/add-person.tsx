"use client";

import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { FormSummary } from "@/components/forms/form-summary";
import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { NewPersonInput } from "@/lib/users/person-input";
import { PERSON_PROBLEMS, type PersonProblem } from "@/lib/users/problem";
import type { RoleNames } from "./person-view";
import { RoleField } from "./role-field";
import { SetupLink } from "./setup-link";

export type AddPersonAnswer =
  | { kind: "added"; setupUrl: string }
  | FieldProblems<"name" | "email", PersonProblem>;

export type AddPersonAction = (input: NewPersonInput) => Promise<AddPersonAnswer | ActionFailure>;

/** The button that adds a person, and its dialog. */
export function AddPerson({ addPerson, roleNames }: { addPerson: AddPersonAction; roleNames: RoleNames }) {
  const say = useMessages("people");
  const sayCommon = useMessages("common");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setOpen(true)}>
        {say("add")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={say("addTitle")}
        closeLabel={sayCommon("close")}
      >
        <AddPersonForm addPerson={addPerson} roleNames={roleNames} />
      </Dialog>
    </>
  );
}

function AddPersonForm({ addPerson, roleNames }: { addPerson: AddPersonAction; roleNames: RoleNames }) {
  const say = useMessages("people");
  const { form, attributes, summary, failure, ending, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/users/person-input")).newPersonSchema,
    initial: { name: "", email: "", role: "manager" },
    fields: ["name", "email"],
    codes: PERSON_PROBLEMS,
    say: ({ code }) => say(`problem.${code}`),
    action: addPerson,
    hasSummary: true,
  });
  const chosen = useWatch({ control: form.control, name: "role" });
  if (ending) {
    return <SetupLink title={say("added", { name: form.getValues("name") })} url={ending.setupUrl} />;
  }
  return (
    <form {...attributes} className="flex flex-col gap-4">
      <p className="text-ink-soft">{say("addText")}</p>
      <FormSummary {...summary} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextField {...field("name")} label={say("name")} autoComplete="off" />
      <TextField
        {...field("email")}
        type="email"
        label={say("email")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <RoleField {...field("role")} chosen={chosen} roleNames={roleNames} />
      <SubmitButton className="self-start">{say("create")}</SubmitButton>
    </form>
  );
}
