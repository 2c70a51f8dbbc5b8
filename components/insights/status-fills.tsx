import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";

/**
 * How each status is drawn: a colour, and stripes where two colours are near each other. The stripes lie flat, because
 * the chart is stretched sideways.
 */
const FILLS = {
  DRAFT: { color: "fill-ink-faint", stripeHeight: 1 },
  QUEUED: { color: "fill-info-ink", stripeHeight: 2 },
  INVITED: { color: "fill-success-ink", stripeHeight: null },
  NEEDS_FIX: { color: "fill-danger-ink", stripeHeight: 1.5 },
  UNCONFIRMED: { color: "fill-warning-ink", stripeHeight: 2.5 },
  FAILED: { color: "fill-danger-fill", stripeHeight: null },
} as const satisfies Record<RegistrationStatus, { color: string; stripeHeight: number | null }>;

const PERIOD = 3.5;

/** The stripes; once on a page that draws statuses. */
export function StatusFillDefinitions() {
  return (
    <defs>
      {STATUSES.map((status) => {
        const { color, stripeHeight } = FILLS[status];
        if (stripeHeight === null) return null;
        return (
          <pattern
            key={status}
            id={idOf(status)}
            width={PERIOD}
            height={PERIOD}
            patternUnits="userSpaceOnUse"
          >
            <rect width={PERIOD} height={PERIOD} className={color} opacity="0.35" />
            <rect width={PERIOD} height={stripeHeight} className={color} />
          </pattern>
        );
      })}
    </defs>
  );
}

/** What a shape of the status is filled with. */
export function fillOf(status: RegistrationStatus): { className?: string; fill?: string } {
  const { color, stripeHeight } = FILLS[status];
  return stripeHeight === null ? { className: color } : { fill: `url(#${idOf(status)})` };
}

function idOf(status: RegistrationStatus): string {
  return `stripes-${status}`;
}
