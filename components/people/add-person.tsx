"use client";

import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorSummary } from "@/components/ui/error-summary";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";
import type { PersonProblem } from "@/lib/users/person-input";
import type { RoleNames } from "./person-view";
import { RoleField } from "./role-field";
import { SetupLink } from "./setup-link";

export type AddPersonAnswer =
  | { kind: "added"; setupUrl: string }
  | { kind: "problems"; problems: { name?: PersonProblem; email?: PersonProblem } };

export type AddPersonAction = FormAction<AddPersonAnswer>;

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
  const sayCommon = useMessages("common");
  const { answer, attempt, values, submit } = useFormAction(addPerson);
  if (answer?.kind === "added") {
    return <SetupLink title={say("added", { name: values.name ?? "" })} url={answer.setupUrl} />;
  }
  const problems = answer?.kind === "problems" ? answer.problems : {};
  const errors = {
    name: problems.name && say(`problem.${problems.name}`),
    email: problems.email && say(`problem.${problems.email}`),
  };
  const summary = Object.entries(errors).flatMap(([field, message]) =>
    message ? [{ fieldId: `new-person-${field}`, message }] : [],
  );
  return (
    <form action={submit} noValidate className="flex flex-col gap-4">
      <p className="text-ink-soft">{say("addText")}</p>
      <ErrorSummary
        title={sayCommon("errorSummary", { count: summary.length })}
        errors={summary}
        attempt={attempt}
      />
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      <TextField
        id="new-person-name"
        name="name"
        label={say("name")}
        error={errors.name}
        defaultValue={values.name}
        autoComplete="off"
      />
      <TextField
        id="new-person-email"
        name="email"
        type="email"
        label={say("email")}
        error={errors.email}
        defaultValue={values.email}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <RoleField id="new-person-role" initialRole="manager" roleNames={roleNames} />
      <SubmitButton className="self-start">{say("create")}</SubmitButton>
    </form>
  );
}
