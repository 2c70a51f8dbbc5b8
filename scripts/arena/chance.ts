/** Random numbers that a seed repeats. */
export type Chance = {
  /** In [0, 1). */
  number(): number;
  between(from: number, to: number): number;
  /** One of them; throws where there is none. */
  pick<T>(items: readonly T[]): T;
};

/** The same numbers for the same seed (mulberry32). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function number(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    number,
    between: (from, to) => from + number() * (to - from),
    pick<T>(items: readonly T[]): T {
      const item = items[Math.floor(number() * items.length)];
      if (item === undefined) throw new RangeError("There is nothing to pick from");
      return item;
    },
  };
}
