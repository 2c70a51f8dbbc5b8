import type { BulkActions } from "@/components/bulk/bulk-actions";
import type { SubmitForm } from "@/components/registrations/form/use-registration-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { ToFix } from "./fix-form";
import type { LoadedItem } from "./use-line-items";

/** One registration of the line. */
export type LineItem = ToFix & {
  name: string;
  /** What the team knows of its cause. */
  known: { meaning: string; fix: string } | null;
};

export type LineActions = {
  load: (input: { id: string }) => Promise<LoadedItem<LineItem>>;
  save: SubmitForm;
  standing: (input: {
    ids: string[];
  }) => Promise<{ kind: "standing"; counts: Partial<Record<RegistrationStatus, number>> } | ActionFailure>;
  start: BulkActions["start"];
};
