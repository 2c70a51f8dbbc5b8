"use client";

import type { ErrorCode } from "@/lib/errors";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ActionFailure } from "./action-failure";
import { Notice } from "./notice";
import { bringIntoView } from "./sight/bring-into-view";

/** Codes that have a sentence of their own; any other is "something went wrong" with its id. */
const SAID = {
  not_signed_in: true,
  not_allowed: true,
  not_found: true,
  changed_meanwhile: true,
  not_possible_now: true,
  id_taken: true,
  removed: true,
  bad_input: true,
  too_slow: true,
  too_many_requests: true,
  database_unavailable: true,
  credential_missing: true,
  unreachable: true,
} as const satisfies Record<ErrorCode | "unreachable", true>;

function isSaid(code: string): code is keyof typeof SAID {
  return Object.hasOwn(SAID, code);
}

/** Why an action did not happen. It is read out when it appears, and comes into view. */
export function FailureNotice({ failure, children }: { failure: ActionFailure; children?: string }) {
  const say = useMessages("errors");
  const sayCommon = useMessages("common");
  return (
    <Notice ref={bringIntoView} tone="danger" role="alert">
      <p>{children ?? say(isSaid(failure.code) ? failure.code : "unexpected")}</p>
      {failure.errorId ? (
        <p className="mono-id mt-1 text-ink-soft">{sayCommon("reference", { errorId: failure.errorId })}</p>
      ) : null}
    </Notice>
  );
}
