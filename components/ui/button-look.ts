import clsx from "clsx";
import type { ReactNode } from "react";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium";

export type ButtonLook = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

const VARIANTS = {
  primary: "border-transparent bg-accent text-on-accent shadow-raised hover:not-disabled:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink shadow-raised hover:not-disabled:bg-hover",
  quiet: "border-transparent text-ink-soft hover:not-disabled:bg-hover hover:not-disabled:text-ink",
  danger:
    "border-transparent bg-danger-fill text-on-accent shadow-raised hover:not-disabled:bg-danger-fill-hover",
} as const satisfies Record<ButtonVariant, string>;

const SIZES = {
  small: "h-8 px-2.5 text-sm max-sm:h-10",
  medium: "h-9 px-3.5 text-base max-sm:h-11 max-sm:px-4",
} as const satisfies Record<ButtonSize, string>;

/** What has this look on a page. */
export const BUTTONS = ":is(button, a).select-none";

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
