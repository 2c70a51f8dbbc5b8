export type Span = { fromMs: number; toMs: number };

/** The same times in order, and none of them twice. */
export function unionOf(spans: readonly Span[]): Span[] {
  const union: Span[] = [];
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = union.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else union.push({ fromMs, toMs });
  }
  return union;
}

/** How much of the span lies in those of a union. */
export function overlapMs(span: Span, union: readonly Span[]): number {
  return union.reduce(
    (sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs)),
    0,
  );
}

export const lengthOf = ({ fromMs, toMs }: Span): number => Math.max(0, toMs - fromMs);
