import type { CheckedRow } from "@/lib/imports/checking/check";

/** What stands in more than one row of a file; rows may be among them that turn out to be left out. */
export type RepeatedKeys = {
  references: readonly string[];
  names: readonly string[];
  emails: readonly string[];
  phones: readonly string[];
  /** Whether two rows say the same. */
  hasSameRows: boolean;
};

/** With more of them, the database finds them as fast by itself. */
const MOST_KEPT = 2_000;
const FIRST_PLACES = 4_096;

/**
 * Finds what repeats among rows that are seen one after the other. It keeps eight bytes of a key, of which six hundred
 * thousand take 8 MB: two keys that only look alike to it are told apart by the database, which looks at what it names.
 */
export function createRepeatFinder() {
  const kept = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  let places = new Uint32Array(FIRST_PLACES * 2);
  let used = 0;

  /** Whether it was there before. */
  function put(first: number, second: number): boolean {
    const last = places.length / 2 - 1;
    let place = first & last;
    while (places[place * 2 + 1] !== 0) {
      if (places[place * 2] === first && places[place * 2 + 1] === second) return true;
      place = (place + 1) & last;
    }
    places[place * 2] = first;
    places[place * 2 + 1] = second;
    return false;
  }

  function grow(): void {
    const before = places;
    places = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) {
      const second = before[at + 1] ?? 0;
      if (second !== 0) put(before[at] ?? 0, second);
    }
  }

  function see(kind: number, key: string): void {
    if (key === "") return;
    let first = Math.imul(kind + 1, 0x9e3779b1);
    let second = Math.imul(kind + 1, 0x85ebca6b);
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at);
      first = Math.imul(first ^ code, 0x01000193);
      second = Math.imul(second + code, 0x5bd1e995) ^ (second >>> 15);
    }
    // The second half is never 0, which is a place that is free.
    if (put((first ^ (first >>> 15)) >>> 0, (second | 1) >>> 0)) kept[kind]?.add(key);
    else if (++used > places.length / 3) grow();
  }

  return {
    add({ keys, contentKey }: Pick<CheckedRow, "keys" | "contentKey">): void {
      see(REFERENCE, keys.reference);
      see(NAME, keys.name);
      see(PHONE, keys.phone);
      see(EMAIL, keys.representativeEmail);
      // One address in both places is no repetition.
      if (keys.invitedUserEmail !== keys.representativeEmail) see(EMAIL, keys.invitedUserEmail);
      see(CONTENT, contentKey);
    },
    /** Null where there are too many to tell. */
    repeated(): RepeatedKeys | null {
      if (kept.some(({ size }) => size > MOST_KEPT)) return null;
      const of = (kind: number) => [...(kept[kind] ?? [])];
      return {
        references: of(REFERENCE),
        names: of(NAME),
        emails: of(EMAIL),
        phones: of(PHONE),
        hasSameRows: of(CONTENT).length > 0,
      };
    },
  };
}

const [REFERENCE, NAME, EMAIL, PHONE, CONTENT] = [0, 1, 2, 3, 4] as const;
