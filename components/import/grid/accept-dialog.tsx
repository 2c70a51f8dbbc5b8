"use client";

import { useActionForm } from "@/components/forms/use-action-form";
import type { ImportActions } from "@/components/import/import-actions";
import { useRefresh } from "@/components/pending/use-refresh";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";

/** Whose warnings are accepted: those of one row, as it was seen (`print`), or of all. */
export type Acceptance = { position: number | null; count: number; print?: string; asksReason: boolean };

/** Accepts warnings, with a reason where a merchant may be registered twice. */
export function AcceptDialog({
  importId,
  acceptance: { position, count, print, asksReason },
  accept,
  onClose,
  onAccepted,
}: {
  importId: string;
  acceptance: Acceptance;
  accept: ImportActions["accept"];
  onClose: () => void;
  onAccepted: () => void;
}) {
  const say = useMessages("imports");
  const sayCommon = useMessages("common");
  const refresh = useRefresh();
  const { attributes, failure, field } = useActionForm({
    async loadSchema() {
      const { reasonSchema, optionalReasonSchema } = await import("@/lib/registrations/input/reason");
      return asksReason && position !== null ? reasonSchema : optionalReasonSchema;
    },
    initial: { reason: "" },
    fields: ["reason"],
    codes: ["missing", "too_long"],
    say: ({ code, params }) => (code === "missing" ? say("accept.missing") : say("accept.tooLong", params)),
    async action({ reason }) {
      const answer = await accept({ importId, position, count, print, reason: reason.trim() });
      // The rows stand otherwise than here: the page behind shows how.
      if (answer.kind === "failure") void refresh();
      if (answer.kind !== "reason_missing") return answer;
      return { kind: "problems" as const, problems: { reason: "missing" as const } };
    },
    onEnding() {
      onAccepted();
      return undefined;
    },
  });

  return (
    <Dialog
      open
      onClose={onClose}
      title={position === null ? say("accept.titleAll") : say("accept.titleOne", { row: position })}
      closeLabel={sayCommon("close")}
    >
      <form {...attributes} className="mt-1 flex flex-col gap-4">
        <p className="text-ink-soft">
          {position === null ? say("accept.textAll", { count }) : say("accept.textOne")}{" "}
          {asksReason ? say("accept.why") : null}
        </p>
        {failure ? <FailureNotice failure={failure} /> : null}
        {asksReason ? (
          <TextAreaField
            {...field("reason")}
            label={say("accept.reason")}
            hint={position === null ? say("accept.optional") : undefined}
          />
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <SubmitButton>{say("accept.submit")}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
