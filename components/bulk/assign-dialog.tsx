"use client";

import { useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Assignee, BulkActions } from "./bulk-actions";
import { PersonField } from "./person-field";

/** Gives one registration to another person. */
export type AssignOne = (input: {
  id: string;
  ownerId: string;
  // biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
}) => Promise<ActionFailure | undefined | void>;

/** Asks to whom a registration goes. The page shows the new owner by itself. Needs the messages `bulk`, `common` and `errors`. */
export function AssignDialog({
  open,
  onClose,
  registrationId,
  name,
  assign,
  people,
}: {
  open: boolean;
  onClose: () => void;
  registrationId: string;
  /** The merchant's name, for the title. */
  name: string;
  assign: AssignOne;
  people: BulkActions["people"];
}) {
  const say = useMessages("bulk");
  const sayCommon = useMessages("common");
  return (
    <Dialog open={open} onClose={onClose} title={say("assignOne", { name })} closeLabel={sayCommon("close")}>
      <AssignForm registrationId={registrationId} assign={assign} people={people} onClose={onClose} />
    </Dialog>
  );
}

function AssignForm({
  registrationId,
  assign,
  people,
  onClose,
}: {
  registrationId: string;
  assign: AssignOne;
  people: BulkActions["people"];
  onClose: () => void;
}) {
  const say = useMessages("bulk");
  const sayCommon = useMessages("common");
  const [person, setPerson] = useState<Assignee | null>(null);
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();

  function submit() {
    if (!person || pending) return;
    startTransition(async () => {
      const failed = await assign({ id: registrationId, ownerId: person.id }).catch(unreachable);
      if (failed) setFailure(failed);
      else onClose();
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="mt-1 flex flex-col gap-4"
    >
      <p className="text-ink-soft">{say("assignOneText")}</p>
      <PersonField people={people} selected={person} onSelect={setPerson} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={pending} disabled={!person}>
          {say("assignSubmit")}
        </Button>
      </div>
    </form>
  );
}
