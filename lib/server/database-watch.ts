import { isDatabaseUnavailable } from "@/lib/errors";
import type { Holder } from "@/lib/holders/holder";

const PATIENCE_MS = 2_000;

type Askable = { query(text: string): Promise<unknown> };

type DatabaseWatch = {
  isAway(): Promise<boolean>;
  doubt(): void;
};

declare global {
  // Set when the process starts and asked by the proxy, which is a bundle of its own without a database.
  var mitraDatabaseWatch: DatabaseWatch | undefined;
}

/** Whether the database answers within two seconds. */
export async function databaseAnswers(pool: Askable): Promise<boolean> {
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    patience = setTimeout(resolve, PATIENCE_MS, false);
  });
  const answer = pool.query("select 1").then(
    () => true,
    () => false,
  );
  const answers = await Promise.race([answer, tooLate]);
  clearTimeout(patience);
  return answers;
}

/**
 * Watches the database for pages, at no query's cost while all is well: it is asked only once the
 * liveness connection has gone or a request has failed for want of it, until it answers again.
 */
export function watchDatabase(holder: Pick<Holder, "isConnected">, pool: Askable): void {
  let isDoubted = false;
  globalThis.mitraDatabaseWatch = {
    async isAway() {
      if (holder.isConnected() && !isDoubted) return false;
      isDoubted = !(await databaseAnswers(pool));
      return isDoubted;
    },
    doubt() {
      isDoubted = true;
    },
  };
}

/** Notes a request that failed, in case it was for want of the database. */
export function noteFailure(error: unknown): void {
  if (isDatabaseUnavailable(error)) globalThis.mitraDatabaseWatch?.doubt();
}
