/** Somebody who can be mentioned. */
export type Mentionable = { id: string; name: string };

/** What is being typed after an @ before the cursor, as `ri` in `Tanya @ri`; null where nobody is being named. Pure. */
export function mentionAt(text: string, cursor: number): { from: number; typed: string } | null {
  const from = text.lastIndexOf("@", cursor - 1);
  if (from < 0 || !isStart(text, from)) return null;
  const typed = text.slice(from + 1, cursor);
  return /^[^\s@]+( [^\s@]+)?$|^$/u.test(typed) ? { from, typed } : null;
}

/** Those whose name begins as it was typed, word by word. Pure. */
export function proposalsFor<Person extends Mentionable>(people: readonly Person[], typed: string): Person[] {
  const start = typed.toLowerCase();
  return people.filter(({ name }) => ` ${name.toLowerCase()}`.includes(` ${start}`));
}

/** The people whose names stand in a note after an @. The longest name that fits is meant: `@Rina Contoh` is not Rina. Pure. */
export function mentionedIn<Person extends Mentionable>(text: string, people: readonly Person[]): Person[] {
  const longestFirst = people.toSorted((one, other) => other.name.length - one.name.length);
  const mentioned = new Set<Person>();
  for (const { index } of text.matchAll(/@/g)) {
    if (!isStart(text, index)) continue;
    const after = text.slice(index + 1).toLowerCase();
    const found = longestFirst.filter(({ name }) => {
      // Some letters are two in lower case.
      const sought = name.toLowerCase();
      return after.startsWith(sought) && !/^[\p{L}\p{N}]/u.test(after.slice(sought.length));
    });
    // Several people of one name are all meant.
    for (const person of found) if (person.name.length === found[0]?.name.length) mentioned.add(person);
  }
  return [...mentioned];
}

/** An @ within a word is an address. */
function isStart(text: string, place: number): boolean {
  return place === 0 || /[\s(]/u.test(text[place - 1] ?? "");
}
