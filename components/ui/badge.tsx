import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";

/** How something stands, as a colour; a word and an icon always say it too. */
export type Tone = "neutral" | "info" | "success" | "warning" | "danger" | "accent";

const TONES = {
  neutral: "border-neutral-line bg-neutral-wash text-ink-soft",
  info: "border-info-line bg-info-wash text-info-ink",
  success: "border-success-line bg-success-wash text-success-ink",
  warning: "border-warning-line bg-warning-wash text-warning-ink",
  danger: "border-danger-line bg-danger-wash text-danger-ink",
  accent: "border-accent-line bg-accent-wash text-accent-ink",
} as const satisfies Record<Tone, string>;

/** The look of a badge, for what stands on a page so often that handing every attribute on is felt. */
export function badgeClass(tone: Tone, className?: string): string {
  return clsx("badge", TONES[tone], className);
}

/** A short fact in a quiet pill: icon and word. */
export function Badge({
  tone = "neutral",
  icon: Icon,
  className,
  children,
  ...span
}: ComponentProps<"span"> & { tone?: Tone; icon?: LucideIcon }) {
  return (
    <span {...span} className={badgeClass(tone, className)}>
      {Icon ? <Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2.25} /> : null}
      {children}
    </span>
  );
}
