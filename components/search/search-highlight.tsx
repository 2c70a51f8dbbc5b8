"use client";

import { useEffect } from "react";
import { placesOf } from "./places";

const NAME = "search-hit";

/**
 * Marks what was searched for in the names of the rows. By the browser's own highlights, so that no row is written for it;
 * a browser that has none shows the rows unmarked.
 */
export function SearchHighlight({ query }: { query: string }) {
  useEffect(() => {
    if (!("highlights" in CSS)) return;
    const words = query.split(/\s+/).filter(Boolean);
    const mark = () => {
      CSS.highlights.set(NAME, new Highlight(...rangesOf(words)));
    };
    mark();
    // Other rows come with the next page, and with what somebody else does meanwhile.
    const page = document.querySelector("main");
    const watcher = new MutationObserver(mark);
    if (page) watcher.observe(page, { childList: true, subtree: true, characterData: true });
    return () => {
      watcher.disconnect();
      CSS.highlights.delete(NAME);
    };
  }, [query]);

  return null;
}

function rangesOf(words: readonly string[]): Range[] {
  return [...document.querySelectorAll("a[data-row], [data-row-person]")].flatMap((element) => {
    const text = element.firstChild;
    if (!(text instanceof Text)) return [];
    return placesOf(text.data, words).map(([from, until]) => {
      const range = new Range();
      range.setStart(text, from);
      range.setEnd(text, until);
      return range;
    });
  });
}
