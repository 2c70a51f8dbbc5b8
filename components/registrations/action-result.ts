import type { ActionFailure } from "@/components/ui/action-failure";

/** What an action of the registration page answers: nothing where it went well. */
// biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
export type ActionAnswer = ActionFailure | undefined | void;
