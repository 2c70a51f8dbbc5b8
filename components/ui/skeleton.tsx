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

/** The way back, the heading and the line below it of a page about one thing; `loading` is said to who cannot see them. */
export function HeadingSkeleton({ loading }: { loading: string }) {
  return (
    <>
      <h1 className="sr-only">
        <span role="status">{loading}</span>
      </h1>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-7 w-64" />
        <Skeleton className="h-5 w-48" />
      </div>
    </>
  );
}
