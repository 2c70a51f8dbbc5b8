import { useEffect, useState } from "react";
import { askSearch, type SearchAnswer, SHORTEST_SEARCH } from "./search-answer";

const TYPING_PAUSE_MS = 150;

type Answered = { query: string; answer: SearchAnswer | null };

/** Searches a moment after the last key, and calls off what is no longer asked; the last answer stays until the next. */
export function useSearch(query: string) {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const isLong = query.length >= SHORTEST_SEARCH;

  useEffect(() => {
    if (!isLong) return;
    const asking = new AbortController();
    const timer = setTimeout(() => {
      askSearch(query, asking.signal).then(
        (answer) => setAnswered({ query, answer }),
        () => undefined,
      );
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [query, isLong]);

  const isAnswered = isLong && answered?.query === query;
  return {
    answer: isLong ? (answered?.answer ?? null) : null,
    /** What the answer is to, which may not be what is typed by now. */
    asked: answered?.query ?? "",
    isSearching: isLong && !isAnswered,
    hasFailed: isAnswered && answered.answer === null,
  };
}
