"use client";

import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";

/** What went wrong with sending the form itself, and that nothing typed is lost; in sight, wherever its button was pressed. */
export function FormFailure({ failure }: { failure: ActionFailure }) {
  const say = useMessages("form");
  const words =
    failure.code === "unreachable"
      ? say("unreachable")
      : failure.code === "unexpected"
        ? say("unexpectedAnswer")
        : undefined;
  return (
    <div ref={bringIntoView}>
      <FailureNotice failure={failure}>{words}</FailureNotice>
    </div>
  );
}

function bringIntoView(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: "nearest" });
}
