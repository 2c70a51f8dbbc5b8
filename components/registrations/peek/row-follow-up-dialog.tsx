"use client";

import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import { FollowUpDialog } from "@/components/follow-ups/follow-up-dialog";
import { Opening } from "@/components/pending/opening";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { LoadPeek } from "./peek-view";
import { usePeek } from "./use-peek";

const NOT_POSSIBLE: ActionFailure = { kind: "failure", code: "not_possible_now" };

/** Asks for the day to come back to a row, with the note that it has already. */
export function RowFollowUpDialog({
  row,
  load,
  set,
  onClose,
  onSet,
}: {
  row: string;
  load: LoadPeek;
  set: FollowUpActions["set"];
  onClose: () => void;
  onSet: (day: string) => void;
}) {
  const say = useMessages("followUps");
  const sayCommon = useMessages("common");
  const answer = usePeek(row, load);
  if (answer === null) return <Opening />;
  if (answer.kind === "failure" || !answer.peek.canFollowUp)
    return (
      <Dialog open onClose={onClose} title={say("followUp")} closeLabel={sayCommon("close")}>
        <FailureNotice failure={answer.kind === "failure" ? answer : NOT_POSSIBLE} />
      </Dialog>
    );
  const { name, followUpAt: at, followUpNote } = answer.peek;
  return <FollowUpDialog {...{ id: row, name, at, set, onClose, onSet }} note={followUpNote ?? ""} />;
}
