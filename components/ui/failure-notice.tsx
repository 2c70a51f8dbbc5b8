"use client";

import { useMessages } from "@/lib/i18n/client-messages";
import { type ActionFailure, sentenceOf } from "./action-failure";
import { Notice } from "./notice";
import { bringIntoView } from "./sight/bring-into-view";

/** Why an action did not happen. It is read out when it appears, and comes into view. */
export function FailureNotice({ failure, children }: { failure: ActionFailure; children?: string }) {
  const say = useMessages("errors");
  const sayCommon = useMessages("common");
  return (
    <Notice ref={bringIntoView} tone="danger" role="alert">
      <p>{children ?? say(sentenceOf(failure))}</p>
      {failure.errorId ? (
        <p className="mono-id mt-1 text-ink-soft">{sayCommon("reference", { errorId: failure.errorId })}</p>
      ) : null}
    </Notice>
  );
}
