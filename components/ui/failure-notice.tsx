"use client";

import { useMessages } from "@/lib/i18n/client-messages";
import type { ActionFailure } from "./action-failure";
import { Notice } from "./notice";

/** Codes whose sentence a person may be shown; any other is "something went wrong" with its id. */
const FAILURE_CODES = [
  "not_signed_in",
  "not_allowed",
  "not_found",
  "changed_meanwhile",
  "not_possible_now",
  "id_taken",
  "bad_input",
  "too_many_requests",
  "database_unavailable",
  "credential_missing",
  "unreachable",
] as const;

/** Why an action did not happen. It is read out when it appears. */
export function FailureNotice({ failure, children }: { failure: ActionFailure; children?: string }) {
  const say = useMessages("errors");
  const sayCommon = useMessages("common");
  const code = FAILURE_CODES.find((known) => known === failure.code);
  return (
    <Notice tone="danger" role="alert">
      <p>{children ?? say(code ?? "unexpected")}</p>
      {failure.errorId ? (
        <p className="mono-id mt-1 text-ink-soft">{sayCommon("reference", { errorId: failure.errorId })}</p>
      ) : null}
    </Notice>
  );
}
