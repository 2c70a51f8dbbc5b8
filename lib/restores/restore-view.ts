import type { BulkKind } from "@/lib/bulk/kinds";
import type { Shown } from "@/lib/registrations/sight";
import type { ReplayMode } from "@/lib/registrations/status";

/** That the database was put back and nobody has looked yet, as every screen tells it. Times are ISO 8601 in UTC. */
export type OpenRestore = { id: string; noticedAt: string };

/** What is held because the database was put back: all that would be sent again, or may have been. */
export type HeldByRestore = {
  imports: {
    id: string;
    /** "" for pasted rows. */
    fileName: Shown;
    createdByName: string;
    /** Rows that were not handed out as far as the restored database knows: they would be sent. */
    unsent: number;
    replay: ReplayMode;
    /** When its sending is to begin, if that is still to come. */
    scheduledAt: string | null;
  }[];
  /** The newest of those that wait for a person anyway: each asks to look before it goes on. */
  asking: { id: string; fileName: Shown; createdByName: string; unsent: number }[];
  bulkJobs: {
    id: string;
    kind: BulkKind;
    isUndo: boolean;
    total: number;
    createdByName: string;
    /** Registrations whose turn has not come. */
    pending: number;
  }[];
  /** Registrations that were set aside for a person, and nobody has settled yet. */
  setAside: number;
};
