import type { ReactNode } from "react";

/** A key of the keyboard. One that `isSingle` is shown only while shortcuts of a single key are on. */
export function Kbd({ isSingle = false, children }: { isSingle?: boolean; children: ReactNode }) {
  return (
    <kbd
      data-single-keys={isSingle ? "" : undefined}
      className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line-strong bg-surface px-1 font-sans text-ink-faint text-xs"
    >
      {children}
    </kbd>
  );
}
