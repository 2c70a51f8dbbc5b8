declare global {
  // Next may bundle this module more than once into one process; what is in flight is the process's.
  var mitraSendsInFlight: Set<Promise<unknown>> | undefined;
}

/** Counts `send` as in flight until it settles. It must handle its own errors. */
export function keepInFlight(send: Promise<unknown>): void {
  globalThis.mitraSendsInFlight ??= new Set();
  const sends = globalThis.mitraSendsInFlight;
  sends.add(send);
  void send.finally(() => sends.delete(send));
}

/** Resolves when nothing is in flight any more. */
export async function sendsEnded(): Promise<void> {
  const sends = globalThis.mitraSendsInFlight;
  while (sends && sends.size > 0) await Promise.allSettled(sends);
}
