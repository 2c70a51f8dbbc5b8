/** How long each part of a call may take, in milliseconds. */
export type Timeouts = {
  /** Until the first byte of the request is written: waiting for a connection, DNS, TCP and TLS. */
  connectMs: number;
  /** From that byte until the head of the answer is complete. */
  headersMs: number;
  /** From the start until the last byte of the answer. */
  totalMs: number;
};

/** Which part of the call ran out of time. */
export type DeadlinePhase = "connect" | "headers" | "body";

/** The reason with which a deadline's signal aborts. */
export class DeadlineError extends Error {
  readonly phase: DeadlinePhase;

  constructor(phase: DeadlinePhase) {
    super(`The time for the phase "${phase}" is used up`);
    this.name = "DeadlineError";
    this.phase = phase;
  }
}

/**
 * One abort signal over the phases of a call. `enter` starts the next phase; the total runs through all of them.
 * `expired` rejects with the DeadlineError, at once, where undici would wait for a connection before it looks
 * at the signal. Always `stop` it.
 */
export function startDeadline({ connectMs, headersMs, totalMs }: Timeouts) {
  const controller = new AbortController();
  let phase: DeadlinePhase = "connect";
  const { promise: expired, reject } = newPromise();
  const expire = () => {
    const error = new DeadlineError(phase);
    controller.abort(error);
    reject(error);
  };
  const total = startTimer(expire, totalMs);
  let current = startTimer(expire, connectMs);

  return {
    signal: controller.signal,
    expired,
    enter(next: Exclude<DeadlinePhase, "connect">) {
      phase = next;
      current.stop();
      if (next === "headers") current = startTimer(expire, headersMs);
    },
    stop() {
      current.stop();
      total.stop();
    },
  };
}

/**
 * After the time, one turn of the event loop more: when the process was blocked for longer than a whole phase,
 * an answer that is already here is read instead of being given up.
 */
function startTimer(expire: () => void, delayMs: number) {
  let turn: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    turn = setImmediate(expire);
  }, delayMs);
  return {
    stop() {
      clearTimeout(timer);
      clearImmediate(turn);
    },
  };
}

function newPromise(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise;
  });
  // Whoever races it sees the rejection; nobody may be racing any more when it comes.
  promise.catch(() => {});
  return { promise, reject };
}
