import type { ActionFailure } from "@/components/ui/action-failure";
import type { Shown } from "@/lib/registrations/sight";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** What can be known of a registration without leaving the list, in words, as its reader may see it. */
export type PeekView = {
  id: string;
  name: string;
  status: RegistrationStatus;
  statusLabel: string;
  /** Why it needs somebody, with DOKU's words where it refused. */
  cause: string | null;
  problem: string | null;
  /** When somebody comes back to it, ISO 8601 in UTC, and why. */
  followUpAt: string | null;
  followUpNote: Shown | null;
  canFollowUp: boolean;
  facts: readonly { term: string; value: string; isId: boolean }[];
};

export type LoadPeek = (input: { id: string }) => Promise<{ kind: "peek"; peek: PeekView } | ActionFailure>;
