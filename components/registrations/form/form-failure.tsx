"use client";

import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";

/** What went wrong with sending the form itself, and that nothing typed is lost. */
export function FormFailure({ failure }: { failure: ActionFailure }) {
  const say = useMessages("form");
  switch (failure.code) {
    case "unreachable":
      return <FailureNotice failure={failure}>{say("unreachable")}</FailureNotice>;
    case "unexpected":
      return <FailureNotice failure={failure}>{say("unexpectedAnswer")}</FailureNotice>;
    default:
      return <FailureNotice failure={failure} />;
  }
}
