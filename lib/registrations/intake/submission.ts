import * as z from "zod/mini";
import {
  type Problem,
  type RegistrationInput,
  registrationInputSchema,
} from "@/lib/registrations/input/schema";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { text } from "@/lib/text/input";

/** What a person hands in with one of the form's buttons. */
export const submissionSchema = z.object({
  /** Made by the form, kept in the browser's history: the same form submitted twice is one row. */
  formKey: z.uuid(),
  /** The draft or refused registration that the form was opened for; null for a new one. */
  registrationId: z._default(z.nullable(z.uuid()), null),
  values: registrationInputSchema,
  /** What the registration held when the form came to it, as far as the form knows: nobody's change is written over unseen. */
  opened: z._default(z.nullable(registrationInputSchema), null),
  acceptWarnings: z.boolean(),
  duplicateReason: z._default(z.nullable(text(2_000)), null),
  /** Whether it is only kept, and not sent. */
  draft: z.optional(z.boolean()),
});
export type Submission = z.output<typeof submissionSchema>;
export type SubmissionInput = z.input<typeof submissionSchema>;

/** What became of it. Only `saved` leaves the form. */
export type SaveResult =
  | { kind: "saved"; id: string }
  | { kind: "problems"; problems: Problem[]; warnings: Problem[] }
  | { kind: "reference_used"; match: DuplicateMatch }
  | { kind: "warnings"; warnings: Problem[]; duplicates: DuplicateMatch[] }
  | { kind: "changed"; there: RegistrationInput }
  | AlreadySent;

/** The form was sent before, or (`isDraft`) kept as a draft. */
export type AlreadySent = {
  kind: "already_sent";
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Of what was sent. */
  businessName: string;
  /** Whether what is handed in now is what was sent; else it is nowhere but in the form. */
  isSame: boolean;
  /** Whether it stands under the same partner reference, which nothing else can have. */
  isSameReference: boolean;
  isDraft: boolean;
};
