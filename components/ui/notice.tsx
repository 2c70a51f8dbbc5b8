import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ComponentProps, ReactNode } from "react";

export type NoticeTone = "neutral" | "info" | "success" | "warning" | "danger";

const LOOKS = {
  neutral: { icon: Info, box: "border-neutral-line bg-neutral-wash", ink: "text-ink-soft" },
  info: { icon: Info, box: "border-info-line bg-info-wash", ink: "text-info-ink" },
  success: { icon: CircleCheck, box: "border-success-line bg-success-wash", ink: "text-success-ink" },
  warning: { icon: TriangleAlert, box: "border-warning-line bg-warning-wash", ink: "text-warning-ink" },
  danger: { icon: CircleAlert, box: "border-danger-line bg-danger-wash", ink: "text-danger-ink" },
} as const satisfies Record<NoticeTone, { icon: typeof Info; box: string; ink: string }>;

/**
 * What happened and what to do, in a box that stays. Give `role="status"` (or `"alert"` for a failure)
 * where it appears after an action, so that it is read out.
 */
export function Notice({
  tone,
  title,
  actions,
  className,
  children,
  ...box
}: Omit<ComponentProps<"div">, "title"> & { tone: NoticeTone; title?: ReactNode; actions?: ReactNode }) {
  const { icon: Icon, box: boxClass, ink } = LOOKS[tone];
  return (
    <div
      {...box}
      className={clsx("flex gap-2.5 rounded-xl border px-3.5 py-3 text-base", boxClass, className)}
    >
      <Icon aria-hidden="true" className={clsx("mt-0.5 size-4 shrink-0", ink)} strokeWidth={2.25} />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {title ? <p className={clsx("font-medium", ink)}>{title}</p> : null}
        {children ? <div className="text-ink">{children}</div> : null}
        {actions ? (
          <div className="mt-3 flex flex-wrap gap-2 not-has-[button,a,p]:hidden">{actions}</div>
        ) : null}
      </div>
    </div>
  );
}
