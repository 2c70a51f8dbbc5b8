import clsx from "clsx";

/** How far something is; the bar is the browser's own, and `text` is read out. */
export function ProgressBar({
  label,
  text,
  value,
  max,
  className,
}: {
  label: string;
  text: string;
  value: number;
  max: number;
  className?: string;
}) {
  return (
    <progress
      aria-label={label}
      aria-valuetext={text}
      max={Math.max(max, 1)}
      value={value}
      className={clsx(
        "h-2 w-full appearance-none overflow-hidden rounded-full bg-neutral-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-neutral-line [&::-webkit-progress-value]:bg-accent",
        className,
      )}
    >
      {text}
    </progress>
  );
}
