import type { ActionFailure } from "@/components/ui/action-failure";
import type { Problem } from "@/lib/registrations/problem";
import type { DuplicateMatch, RegistrationValues } from "@/lib/registrations/registration-view";

/** What an action of the registration page answers: nothing where it went well. */
// biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
export type ActionAnswer = ActionFailure | undefined | void;

/** What the form's button answers. Only `saved` leaves the form. */
export type FormResult =
  | { kind: "saved"; id: string }
  | { kind: "problems"; problems: Problem[]; warnings?: Problem[] }
  | { kind: "reference_used"; match: DuplicateMatch }
  | { kind: "warnings"; warnings: Problem[]; duplicates: DuplicateMatch[] }
  | { kind: "already_sent"; id: string; at: string }
  | ActionFailure;

/** What the form hands in. `formKey` is a UUID that stays with this form in the browser's history. */
export type FormSubmission = {
  formKey: string;
  values: RegistrationValues;
  acceptWarnings: boolean;
  duplicateReason?: string;
  draft?: boolean;
  registrationId?: string;
};
