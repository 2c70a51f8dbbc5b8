import clsx from "clsx";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-look";

/**
 * A button with an optional icon before its words. `type` is `button` unless told otherwise.
 *
 * `pending` says that the press is being worked on: the button keeps its name and the focus, shows a
 * moving mark and is announced as disabled; whoever handles the press must ignore a second one.
 */
export function Button({
  variant,
  size,
  icon,
  pending = false,
  className,
  children,
  type = "button",
  ...button
}: ComponentProps<"button"> & ButtonLook & { pending?: boolean }) {
  return (
    <button
      {...button}
      type={type}
      aria-disabled={pending || undefined}
      className={buttonClass({ variant, size }, className)}
    >
      {pending ? <PendingMark /> : icon}
      {children}
    </button>
  );
}

/** A square button that shows only an icon; `label` is its name and its tooltip. */
export function IconButton({
  label,
  children,
  className,
  type = "button",
  ...button
}: Omit<ComponentProps<"button">, "aria-label"> & { label: string }) {
  return (
    <button
      {...button}
      type={type}
      aria-label={label}
      title={label}
      className={clsx(
        "touch-target inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-faint",
        "transition-colors hover:bg-hover hover:text-ink [&_svg]:size-4",
        className,
      )}
    >
      {children}
    </button>
  );
}

function PendingMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" fill="none" className="animate-spin">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.35" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
