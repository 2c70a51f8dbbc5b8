/**
 * What a filter with several values says: one of them, or none of them. In an address and in a filter it is one text,
 * `a,b` or `-a,b`, so that a single value is that value and equal choices are equal text.
 */
export type Choices = { values: readonly string[]; isNot: boolean };

/** Each value of the common filters has a walk of its own; so many are still one quick page. */
export const MAX_CHOICES = 8;

const NOT = "-";

/** The values of a filter; none where it is not filtered by. */
export function choicesOf(text: string | null): Choices {
  if (text === null) return { values: [], isNot: false };
  const isNot = text.startsWith(NOT);
  return { values: (isNot ? text.slice(NOT.length) : text).split(","), isNot };
}

/** The text of choices in its one order; null where nothing is chosen. */
export function writeChoices({ values, isNot }: Choices): string | null {
  const sorted = [...new Set(values)].sort();
  return sorted.length === 0 ? null : `${isNot ? NOT : ""}${sorted.join(",")}`;
}

/** Reads what an address says. Null where anything of it is none of the values that the filter can have, or it is too many. */
export function readChoices(
  text: string,
  isValue: (value: string) => boolean,
  { mayExclude = true } = {},
): string | null {
  const { values, isNot } = choicesOf(text);
  const distinct = new Set(values);
  if (distinct.size > MAX_CHOICES || (isNot && !mayExclude) || !values.every(isValue)) return null;
  return writeChoices({ values, isNot });
}

/** The choices with one more, or without it. */
export function toggleChoice({ values, isNot }: Choices, value: string): Choices {
  return {
    isNot,
    values: values.includes(value) ? values.filter((other) => other !== value) : [...values, value],
  };
}
