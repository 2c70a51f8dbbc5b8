import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium";

type ButtonLook = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

const VARIANTS = {
  primary: "border-transparent bg-accent text-on-accent shadow-raised hover:not-disabled:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink shadow-raised hover:not-disabled:bg-hover",
  quiet: "border-transparent text-ink-soft hover:not-disabled:bg-hover hover:not-disabled:text-ink",
  danger:
    "border-transparent bg-danger-fill text-on-accent shadow-raised hover:not-disabled:bg-danger-fill-hover",
} as const satisfies Record<ButtonVariant, string>;

const SIZES = {
  small: "h-8 px-2.5 text-sm max-sm:h-9",
  medium: "h-9 px-3.5 text-base max-sm:h-11 max-sm:px-4",
} as const satisfies Record<ButtonSize, string>;

/** The look of a button, for what is none: a link to a file. */
export function buttonClass(
  { variant = "secondary", size = "medium" }: ButtonLook,
  className?: string,
): string {
  return clsx(
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-lg border font-medium",
    "transition-colors duration-100 [&_svg]:size-4 [&_svg]:shrink-0",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

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

/** A link that looks like a button, for going somewhere; it never changes anything. */
export function ButtonLink<T extends string>({
  variant,
  size,
  icon,
  className,
  children,
  ...link
}: Omit<ComponentProps<typeof Link>, "href"> & ButtonLook & { href: Route<T> }) {
  return (
    <Link {...link} className={buttonClass({ variant, size }, className)}>
      {icon}
      {children}
    </Link>
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
