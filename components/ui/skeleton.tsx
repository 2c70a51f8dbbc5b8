import clsx from "clsx";

/** A grey bar where words will stand. Give it the size of those words by `className`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx("block animate-shimmer rounded-md bg-neutral-line/70", className)}
    />
  );
}
