"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useMessages } from "@/lib/i18n/client-messages";

/** A page that broke. The words are calm; the digest leads to the log line. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const say = useMessages("errors");
  const sayCommon = useMessages("common");
  return (
    <div className="mx-auto max-w-xl py-10">
      <EmptyState
        title={<h1>{say("pageTitle")}</h1>}
        actions={
          <Button variant="primary" onClick={reset}>
            {sayCommon("tryAgain")}
          </Button>
        }
      >
        <p>{say("pageText")}</p>
        {error.digest ? (
          <p className="mono-id mt-2 text-ink-faint">{sayCommon("reference", { errorId: error.digest })}</p>
        ) : null}
      </EmptyState>
    </div>
  );
}
