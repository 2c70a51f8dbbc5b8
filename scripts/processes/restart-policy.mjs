// When a process that died is started again. No clock in here: times are handed in.

const WINDOW_MS = 60_000;
const DEATHS_TO_GIVE_UP = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before the next start: 1, 2, 4 … 30 s while deaths follow each other within a
 * minute. Null gives up: the fifth death in a minute.
 *
 * @param {readonly number[]} deathsMs times of all deaths so far, oldest first, the present one last
 * @returns {number | null}
 */
export function restartDelayMs(deathsMs) {
  const now = deathsMs.at(-1) ?? 0;
  if (deathsMs.filter((at) => at > now - WINDOW_MS).length >= DEATHS_TO_GIVE_UP) return null;
  let streak = 1;
  for (let index = deathsMs.length - 1; index > 0; index--) {
    if ((deathsMs[index] ?? 0) - (deathsMs[index - 1] ?? 0) >= WINDOW_MS) break;
    streak++;
  }
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (streak - 1));
}
