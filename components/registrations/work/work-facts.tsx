"use client";

import { CopyableId } from "@/components/ui/text/copyable-id";
import { useMessages } from "@/lib/i18n/client-messages";
import type { WorkItem } from "./work-actions";

/** Whom to call about a merchant, what DOKU calls it, whose it is and when. */
export function WorkFacts({ facts }: Pick<WorkItem, "facts">) {
  const sayCommon = useMessages("common");
  return (
    <dl className="grid gap-x-6 gap-y-2.5 border-t pt-3.5 sm:grid-cols-2">
      {facts.map(({ term, value, isId }) => (
        <div key={`${term} ${value}`} className="min-w-0">
          <dt className="text-ink-faint text-xs">{term}</dt>
          <dd className="[overflow-wrap:anywhere]">
            {isId ? (
              <CopyableId
                id={value}
                copyLabel={sayCommon("copy", { what: value })}
                copiedLabel={sayCommon("copied")}
                refusedLabel={sayCommon("copyRefused")}
              />
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
