import { ProgressBar } from "@/components/ui/progress-bar";

/** How far somebody has come in a line, in words and as a bar. */
export function LineProgress({
  label,
  counter,
  skipped,
  passed,
  total,
}: {
  label: string;
  counter: string;
  /** Null where nobody was passed over. */
  skipped: string | null;
  passed: number;
  total: number;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <p role="status" className="flex justify-between text-ink-soft text-sm tabular-nums">
        <span>{counter}</span>
        {skipped ? <span>{skipped}</span> : null}
      </p>
      <ProgressBar label={label} text={counter} value={passed} max={total} />
    </div>
  );
}
