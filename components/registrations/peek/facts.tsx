"use client";

import { CopyableId } from "@/components/ui/text/copyable-id";
import { useMessages } from "@/lib/i18n/client-messages";
import type { PeekView } from "./peek-view";

/** Whom to call about a merchant, what DOKU calls it, whose it is and when. */
export function Facts({ facts, className }: Pick<PeekView, "facts"> & { className: string }) {
  const sayCommon = useMessages("common");
  return (
    <dl className={className}>
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
