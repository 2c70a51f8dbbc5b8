"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { useActionForm } from "@/components/forms/use-action-form";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button, IconButton } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import type { Role } from "@/lib/authority/actor";
import { useMessages } from "@/lib/i18n/client-messages";
import type { PersonRow, RoleNames } from "./person-view";
import { RoleField } from "./role-field";
import { SetupLink } from "./setup-link";

type ChangeAnswer = { kind: "changed" | "last_admin" | "yourself" } | ActionFailure;
type LinkAnswer = { kind: "created"; setupUrl: string } | { kind: "disabled" } | ActionFailure;

/** What an admin does to a person; server actions. */
export type PersonActions = {
  changeRole: (input: { personId: string; role: Role }) => Promise<ChangeAnswer>;
  setDisabled: (input: { personId: string; disabled: boolean }) => Promise<ChangeAnswer>;
  createSetupLink: (input: { personId: string }) => Promise<LinkAnswer>;
};

/** What came of the last press: words, or a link to hand over. */
type Ending =
  | { kind: "said"; tone: "success" | "warning"; text: string; mayUndo?: boolean }
  | { kind: "link"; url: string }
  | { kind: "failed"; failure: ActionFailure };

type ManagePersonProps = { person: PersonRow; actions: PersonActions; roleNames: RoleNames };

/** The button at the end of a person's row, and its dialog: role, link, access. */
export function ManagePerson(props: ManagePersonProps) {
  const say = useMessages("people");
  const sayCommon = useMessages("common");
  const [open, setOpen] = useState(false);
  const title = say("manage", { name: props.person.name });
  return (
    <>
      <IconButton label={title} onClick={() => setOpen(true)}>
        <Ellipsis aria-hidden="true" />
      </IconButton>
      <Dialog open={open} onClose={() => setOpen(false)} title={title} closeLabel={sayCommon("close")}>
        <ManagePanel {...props} />
      </Dialog>
    </>
  );
}

function ManagePanel({ person, actions, roleNames }: ManagePersonProps) {
  const say = useMessages("people");
  const { ending, pending, run } = useEndings(person);
  const { id: personId, name } = person;
  const isDisabled = person.status === "disabled";
  const { form, attributes, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/users/person-input")).roleSchema,
    initial: { role: person.role },
    action: async ({ role }) =>
      run(() => actions.changeRole({ personId, role }), { text: say("roleChanged", { name }) }),
  });
  const chosen = useWatch({ control: form.control, name: "role" });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft [overflow-wrap:anywhere]">{person.email}</p>
      <EndingNotice
        ending={ending}
        name={name}
        pending={pending}
        undo={() =>
          run(() => actions.setDisabled({ personId, disabled: false }), { text: say("enabled", { name }) })
        }
      />
      <form {...attributes} className="flex flex-col gap-3">
        <RoleField {...field("role")} chosen={chosen} roleNames={roleNames} />
        <Choice text={say("changeRoleText", { name })}>
          <Button type="submit" size="small" pending={pending}>
            {say("changeRole")}
          </Button>
        </Choice>
      </form>
      <hr />
      {isDisabled ? null : (
        <Choice text={say(person.status === "invited" ? "newLinkInvited" : "newLinkActive")}>
          <Button
            size="small"
            pending={pending}
            onClick={() => run(() => actions.createSetupLink({ personId }))}
          >
            {say("newLink")}
          </Button>
        </Choice>
      )}
      {person.isYou ? null : (
        <Choice text={say(isDisabled ? "enableText" : "disableText", { name })}>
          <Button
            size="small"
            variant={isDisabled ? "secondary" : "danger"}
            pending={pending}
            onClick={() =>
              run(() => actions.setDisabled({ personId, disabled: !isDisabled }), {
                text: say(isDisabled ? "enabled" : "disabled", { name }),
                mayUndo: !isDisabled,
              })
            }
          >
            {say(isDisabled ? "enable" : "disable")}
          </Button>
        </Choice>
      )}
    </div>
  );
}

function Choice({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <p className="min-w-0 text-ink-soft text-sm">{text}</p>
      {children}
    </div>
  );
}

function EndingNotice({
  ending,
  name,
  pending,
  undo,
}: {
  ending: Ending | null;
  name: string;
  pending: boolean;
  /** Takes back what was done, where that is offered. */
  undo: () => void;
}) {
  const say = useMessages("people");
  switch (ending?.kind) {
    case undefined:
      return null;
    case "said":
      return (
        <Notice
          tone={ending.tone}
          role="status"
          actions={
            ending.mayUndo ? (
              <Button size="small" pending={pending} onClick={undo}>
                {say("undo")}
              </Button>
            ) : null
          }
        >
          {ending.text}
        </Notice>
      );
    case "link":
      return <SetupLink title={say("linkReady", { name })} url={ending.url} />;
    case "failed":
      return <FailureNotice failure={ending.failure} />;
  }
}

/** What is said of a change that was made, and whether it is offered to take it back. */
type Changed = { text: string; mayUndo?: boolean };

/** One press at a time, and what came of it in words. */
function useEndings({ name }: PersonRow) {
  const say = useMessages("people");
  const [ending, setEnding] = useState<Ending | null>(null);
  const [pending, startTransition] = useTransition();

  function endingOf(answer: ChangeAnswer | LinkAnswer, changed: Changed): Ending {
    switch (answer.kind) {
      case "changed":
        return { kind: "said", tone: "success", ...changed };
      case "created":
        return { kind: "link", url: answer.setupUrl };
      case "last_admin":
        return { kind: "said", tone: "warning", text: say("lastAdmin", { name }) };
      case "yourself":
        return { kind: "said", tone: "warning", text: say("yourself") };
      case "disabled":
        return { kind: "said", tone: "warning", text: say("linkDisabled", { name }) };
      case "failure":
        return { kind: "failed", failure: answer };
    }
  }

  function run(act: () => Promise<ChangeAnswer | LinkAnswer>, changed: Changed = { text: "" }) {
    if (pending) return;
    startTransition(async () => {
      const answer = await act().catch(unreachable);
      setEnding(endingOf(answer, changed));
    });
  }

  return { ending, pending, run };
}
