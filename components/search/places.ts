/**
 * Where the words stand in a text, each from and until, whatever their case. `İ` is the one letter that grows when it is
 * made small, and would put every place behind it out of the text.
 */
export function placesOf(text: string, words: readonly string[]): [from: number, until: number][] {
  const fold = (some: string) => some.replaceAll("İ", "I").toLowerCase();
  const folded = fold(text);
  return words.map(fold).flatMap((word) => {
    const places: [number, number][] = [];
    if (word === "") return places;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      places.push([at, at + word.length]);
    return places;
  });
}
