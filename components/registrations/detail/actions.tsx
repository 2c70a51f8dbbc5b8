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
import { type ReactNode, useRef, useState, useTransition } from "react";
import { Opening } from "@/components/pending/opening";
import { useRefresh } from "@/components/pending/use-refresh";
import type { ActionAnswer } from "@/components/registrations/action-result";
import type { FixFormProps } from "@/components/registrations/fix/fix-form";
import { noteArrival } from "@/components/registrations/form/memory/arrival";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RegistrationAction } from "@/lib/registrations/status";
import { PlacedFailure } from "./action-failures";

// Most people who look at a registration open none of them.
const loadFound = () => import("./found-dialog").then((module) => module.FoundDialog);
const loadReason = () => import("./reason-dialog").then((module) => module.ReasonDialog);
const loadFix = () => import("@/components/registrations/fix/fix-form").then((module) => module.FixForm);
// Without anything to show meanwhile the whole page would be hidden, and the focus lost.
const [FoundDialog, ReasonDialog, FixForm] = [
  dynamic(loadFound, { loading: Opening }),
  dynamic(loadReason, { loading: Opening }),
  dynamic(loadFix, { loading: Opening }),
];

function prepareDialogs(): void {
  for (const load of [loadFound, loadReason, loadFix]) load().catch(() => undefined);
}

/** The form of *Fix and send* as the page hands it on; what its buttons say and do is told here. */
export type FixProps = Omit<FixFormProps, "showsWords" | "submitLabel" | "onSaved" | "onSent" | "children">;

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

const ICONS = {
  continue: Pencil,
  fix: Pencil,
  retry: RotateCcw,
  check: ShieldCheck,
  found: Search,
  sendAgain: Send,
  override: Gavel,
  cancel: Undo2,
  archive: Archive,
  restore: ArchiveRestore,
} as const satisfies Record<RegistrationAction, typeof Pencil>;

/** What is done once and decides nothing: it never stands out. */
const QUIET: readonly RegistrationAction[] = ["cancel", "archive", "restore", "override"];

/** The key of the page that presses a button. */
const KEYS: Partial<Record<RegistrationAction, string>> = {
  continue: "e",
  fix: "e",
  retry: "r",
  check: "r",
  archive: "a",
  restore: "a",
};

/** The buttons that the status allows, and what came of pressing one. */
export function RegistrationActions({
  id,
  name,
  actions,
  handlers,
  fix,
  children,
}: {
  id: string;
  name: string;
  actions: readonly RegistrationAction[];
  handlers: RegistrationActionHandlers;
  /** Null where nothing can be fixed. */
  fix: FixProps | null;
  /** Further ways on, after the buttons. */
  children?: ReactNode;
}) {
  const refresh = useRefresh();
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  const { running, failure, forget, run } = useAction();
  const [dialog, setDialog] = useState<"found" | "sendAgain" | "override" | null>(null);
  // Once there, they stay: a dialog that closes gives the focus back.
  const [hasDialogs, setDialogs] = useState(false);
  const [isFixing, setFixing] = useState(false);

  function press(action: RegistrationAction) {
    switch (action) {
      case "continue":
        return focusDraft();
      case "fix":
        return setFixing(true);
      case "found":
      case "sendAgain":
      case "override":
        setDialogs(true);
        return openDialog(action);
      case "retry":
      case "check":
      case "cancel":
      case "archive":
      case "restore":
        return run(action, () => handlers[action]({ id }));
    }
  }

  if (isFixing && fix) {
    const close = () => setFixing(false);
    return (
      <div className="w-full rounded-lg border bg-surface px-4 py-4 shadow-raised">
        <FixForm
          {...fix}
          submitLabel={say("actions.fix")}
          onSaved={() => {
            close();
            noteArrival(id);
            void refresh();
          }}
          onSent={() => {
            close();
            void refresh();
          }}
        >
          <Button variant="quiet" onClick={close}>
            {sayCommon("cancel")}
          </Button>
        </FixForm>
      </div>
    );
  }

  /** What was said in a dialog is of what was typed there. */
  function openDialog(next: typeof dialog) {
    forget();
    setDialog(next);
  }

  const propsOf = (kind: typeof dialog) => ({
    ...{ name, failure, pending: running !== null, open: dialog === kind },
    onClose() {
      // Of one that gave way to another the browser tells later.
      if (dialog === kind) openDialog(null);
    },
  });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {failure && !dialog ? <PlacedFailure failure={failure} /> : null}
      <ActionButtons actions={actions} running={running} onPress={press}>
        {children}
      </ActionButtons>
      {hasDialogs ? (
        <>
          <FoundDialog
            {...propsOf("found")}
            onSubmit={(ids) =>
              run(
                "found",
                () => handlers.found({ id, ...ids }),
                () => setDialog(null),
              )
            }
          />
          <ReasonDialog
            {...propsOf("sendAgain")}
            kind="sendAgain"
            otherWay={<Button onClick={() => openDialog("found")}>{say("actions.found")}</Button>}
            onSubmit={(reason) =>
              run(
                "sendAgain",
                () => handlers.sendAgain({ id, reason }),
                () => setDialog(null),
              )
            }
          />
          <ReasonDialog
            {...propsOf("override")}
            kind="override"
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
  children,
}: {
  actions: readonly RegistrationAction[];
  running: RegistrationAction | null;
  onPress: (action: RegistrationAction) => void;
  children?: ReactNode;
}) {
  const say = useMessages("detail");
  return (
    <div className="flex flex-wrap gap-2">
      {actions.map((action, position) => {
        const Icon = ICONS[action];
        return (
          <Button
            key={action}
            // One way stands out: the first that is offered.
            variant={position === 0 && !QUIET.includes(action) ? "primary" : "secondary"}
            pending={running === action}
            icon={<Icon aria-hidden="true" />}
            data-key={KEYS[action]}
            aria-keyshortcuts={KEYS[action]}
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
      {children}
    </div>
  );
}

/** A draft's form stands on the page: on to its first field that is empty, or else to its first one. */
function focusDraft(): void {
  const fields = document.querySelectorAll<HTMLInputElement>("form[data-registration-form] input[type=text]");
  const empty = [...fields].find((field) => field.value === "" && field.name !== "referralCode");
  (empty ?? fields[0])?.focus();
}

/** Runs one action at a time and reads the page again afterwards, whatever came of it: it may have moved on. */
function useAction() {
  const refresh = useRefresh();
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
      await refresh();
    });
  }

  return { running, failure, forget: () => setFailure(undefined), run };
}
