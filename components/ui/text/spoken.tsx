import clsx from "clsx";

/**
 * What came of a press, read out and shown for a moment over what was pressed. `atFoot` is for a sentence, which has room
 * at the foot of the screen only.
 */
export function Spoken({ atFoot = false, children }: { atFoot?: boolean; children: string }) {
  return (
    <span
      role="status"
      className={clsx(
        "pointer-events-none z-50 rounded-md bg-ink font-medium text-canvas text-xs not-empty:px-2 not-empty:py-1",
        atFoot
          ? "fixed inset-x-4 bottom-20 mx-auto w-fit text-pretty text-center lg:bottom-6"
          : "-translate-x-1/2 absolute bottom-full left-1/2 mb-1 whitespace-nowrap",
      )}
    >
      {children}
    </span>
  );
}
