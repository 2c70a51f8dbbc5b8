"use client";

import Archive from "lucide-react/icons/archive";
import ArchiveRestore from "lucide-react/icons/archive-restore";
import Gavel from "lucide-react/icons/gavel";
import Pencil from "lucide-react/icons/pencil";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import Search from "lucide-react/icons/search";
import Send from "lucide-react/icons/send";
import ShieldCheck from "lucide-react/icons/shield-check";
import Undo2 from "lucide-react/icons/undo-2";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import type { ActionAnswer } from "@/components/registrations/action-result";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-look";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RegistrationAction } from "@/lib/registrations/status";

// Most people who look at a registration open none of them.
const loadFound = () => import("./found-dialog").then((module) => module.FoundDialog);
const loadReason = () => import("./reason-dialog").then((module) => module.ReasonDialog);
const [FoundDialog, ReasonDialog] = [dynamic(loadFound), dynamic(loadReason)];

function prepareDialogs(): void {
  for (const load of [loadFound, loadReason]) load().catch(() => undefined);
}

/** Where *Continue* and *Fix and send* lead. */
export type EditAddress = `/registrations/${string}/edit`;

type ById = (input: { id: string }) => Promise<ActionAnswer>;
type WithReason = (input: { id: string; reason: string }) => Promise<ActionAnswer>;

/** The server actions of the registration page, under the names of the actions. */
export type RegistrationActionHandlers = {
  retry: ById;
  check: ById;
  cancel: ById;
  archive: ById;
  restore: ById;
  /** `brandId` is empty where there is no brand yet. */
  found: (input: { id: string; businessId: string; brandId: string }) => Promise<ActionAnswer>;
  sendAgain: WithReason;
  override: WithReason;
};

const LOOKS = {
  continue: { icon: Pencil, variant: "primary" },
  fix: { icon: Pencil, variant: "primary" },
  retry: { icon: RotateCcw, variant: "primary" },
  check: { icon: ShieldCheck, variant: "primary" },
  found: { icon: Search, variant: "secondary" },
  sendAgain: { icon: Send, variant: "secondary" },
  override: { icon: Gavel, variant: "secondary" },
  cancel: { icon: Undo2, variant: "secondary" },
  archive: { icon: Archive, variant: "secondary" },
  restore: { icon: ArchiveRestore, variant: "secondary" },
} as const satisfies Record<RegistrationAction, { icon: typeof Pencil; variant: ButtonVariant }>;

/** The buttons that the status allows, and what came of pressing one. */
export function RegistrationActions({
  id,
  name,
  actions,
  handlers,
  editHref,
}: {
  id: string;
  name: string;
  actions: readonly RegistrationAction[];
  handlers: RegistrationActionHandlers;
  editHref: EditAddress;
}) {
  const router = useRouter();
  const say = useMessages("detail");
  const { running, failure, run } = useAction();
  const [dialog, setDialog] = useState<"found" | "sendAgain" | "override" | null>(null);
  // Once there, they stay: a dialog that closes gives the focus back.
  const [hasDialogs, setDialogs] = useState(false);

  function press(action: RegistrationAction) {
    switch (action) {
      case "continue":
      case "fix":
        return router.push(editHref);
      case "found":
      case "sendAgain":
      case "override":
        setDialogs(true);
        return setDialog(action);
      case "retry":
      case "check":
      case "cancel":
      case "archive":
      case "restore":
        return run(action, () => handlers[action]({ id }));
    }
  }

  const dialogProps = { name, failure, pending: running !== null, onClose: () => setDialog(null) };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {failure && !dialog ? <FailureNotice failure={failure} /> : null}
      <ActionButtons actions={actions} running={running} onPress={press} />
      {hasDialogs ? (
        <>
          <FoundDialog
            {...dialogProps}
            open={dialog === "found"}
            onSubmit={(ids) =>
              run(
                "found",
                () => handlers.found({ id, ...ids }),
                () => setDialog(null),
              )
            }
          />
          <ReasonDialog
            {...dialogProps}
            kind="sendAgain"
            open={dialog === "sendAgain"}
            otherWay={<Button onClick={() => setDialog("found")}>{say("actions.found")}</Button>}
            onSubmit={(reason) =>
              run(
                "sendAgain",
                () => handlers.sendAgain({ id, reason }),
                () => setDialog(null),
              )
            }
          />
          <ReasonDialog
            {...dialogProps}
            kind="override"
            open={dialog === "override"}
            onSubmit={(reason) =>
              run(
                "override",
                () => handlers.override({ id, reason }),
                () => setDialog(null),
              )
            }
          />
        </>
      ) : null}
    </div>
  );
}

function ActionButtons({
  actions,
  running,
  onPress,
}: {
  actions: readonly RegistrationAction[];
  running: RegistrationAction | null;
  onPress: (action: RegistrationAction) => void;
}) {
  const say = useMessages("detail");
  if (actions.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {actions.map((action, position) => {
        const { icon: Icon, variant } = LOOKS[action];
        return (
          <Button
            key={action}
            // One way stands out: the first that is offered.
            variant={position === 0 ? variant : "secondary"}
            pending={running === action}
            icon={<Icon aria-hidden="true" />}
            onPointerEnter={prepareDialogs}
            onFocus={prepareDialogs}
            onClick={() => {
              if (running === null) onPress(action);
            }}
          >
            {say(`actions.${action}`)}
          </Button>
        );
      })}
    </div>
  );
}

/** Runs one action at a time and reads the page again afterwards, whatever came of it: it may have moved on. */
function useAction() {
  const router = useRouter();
  const [running, setRunning] = useState<RegistrationAction | null>(null);
  const [failure, setFailure] = useState<ActionFailure>();
  const busy = useRef(false);
  const [, startTransition] = useTransition();

  function run(action: RegistrationAction, call: () => Promise<ActionAnswer>, onDone?: () => void) {
    // State arrives with the next render; a second click can come before it.
    if (busy.current) return;
    busy.current = true;
    setRunning(action);
    setFailure(undefined);
    startTransition(async () => {
      const answer = await call().catch(unreachable);
      busy.current = false;
      setRunning(null);
      setFailure(answer ?? undefined);
      if (!answer) onDone?.();
      router.refresh();
    });
  }

  return { running, failure, run };
}
