import type { ActionFailure } from "@/components/ui/action-failure";
import type { RowState } from "@/lib/imports/import-view";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";

// biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
type Done = ActionFailure | undefined | void;
export type SaveAnswer = { kind: "saved"; state: RowState } | ActionFailure;
export type MatchAnswer =
  | { kind: "matched" }
  | { kind: "missing" | "doubled"; fields: RegistrationField[] }
  | ActionFailure;
export type AcceptAnswer =
  | { kind: "accepted"; accepted: number }
  | { kind: "reason_missing" }
  | ActionFailure;
export type SendAnswer =
  | { kind: "started" | "scheduled" | "nothing_to_send" }
  | { kind: "count_differs"; count: number }
  | ActionFailure;

type BatchInput = { importId: string };
/** Whether the person was asked to look in DOKU Dashboard first, since a backup was put back. */
type Looked = { hasLooked: boolean };

/** What can be done with a batch, as server actions. */
export type ImportActions = {
  match: (input: BatchInput & { fields: string[]; opened: string[] }) => Promise<MatchAnswer>;
  edit: (
    input: BatchInput & { position: number; column: number; text: string; was: string },
  ) => Promise<SaveAnswer>;
  leaveOut: (input: BatchInput & { position: number; isLeftOut: boolean }) => Promise<SaveAnswer>;
  chooseSheet: (input: BatchInput & { sheet: string }) => Promise<Done>;
  takeHiddenIn: (input: BatchInput) => Promise<Done>;
  accept: (
    input: BatchInput & {
      position: number | null;
      count: number;
      print?: string | undefined;
      reason: string;
    },
  ) => Promise<AcceptAnswer>;
  send: (
    input: BatchInput &
      Looked & { typedCount: number | null; holdAfterFirst: boolean; scheduledAt: string | null },
  ) => Promise<SendAnswer>;
  pause: (input: BatchInput) => Promise<Done>;
  goOn: (input: BatchInput & Looked) => Promise<Done>;
  stop: (input: BatchInput) => Promise<Done>;
  replace: (input: BatchInput & { replacedId: string }) => Promise<Done>;
};
