import { MAX_CONNECTIONS } from "@/lib/doku/client";

/** Calls of one process under way at once: as many as its client has connections, so that none waits for one. */
export const SEND_PLACES = MAX_CONNECTIONS;

/** Places for calls to DOKU: one is taken before a registration is claimed, and given back when its call has ended. */
export type SendPlaces = {
  /**
   * Waits until `atLeast` places are free and takes up to `atMost` of them. Whoever asks for what is free is not kept
   * waiting by somebody who asks for more. Answers how many were taken.
   */
  take(atLeast: number, atMost: number): Promise<number>;
  /** Takes one at once if it is free. */
  takeFree(): boolean;
  giveBack(count: number): void;
};

type Waiting = { atLeast: number; atMost: number; go: (taken: number) => void };

export function createSendPlaces(total = SEND_PLACES): SendPlaces {
  let free = total;
  let waiting: Waiting[] = [];

  function serve(): void {
    const asked = waiting;
    waiting = [];
    for (const one of asked) {
      const taken = one.atLeast <= free ? Math.min(free, one.atMost) : 0;
      free -= taken;
      if (taken > 0) one.go(taken);
      else waiting.push(one);
    }
  }

  return {
    take(atLeast, atMost) {
      return new Promise((go) => {
        waiting.push({ atLeast: Math.min(atLeast, total), atMost, go });
        serve();
      });
    },
    takeFree() {
      if (free === 0) return false;
      free -= 1;
      return true;
    },
    giveBack(count) {
      free += count;
      serve();
    },
  };
}
