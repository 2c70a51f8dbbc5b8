export const COOL_DOWN_HOURS = 24;
const COOL_DOWN_MS = COOL_DOWN_HOURS * 3_600_000;

/** Until when a merchant is left alone after a reminder; null where one may go out. Pure. */
export function coolingUntil(nudgedAt: Date | null, now: Date): Date | null {
  if (nudgedAt === null) return null;
  const until = new Date(nudgedAt.getTime() + COOL_DOWN_MS);
  return until > now ? until : null;
}
