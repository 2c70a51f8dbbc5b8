import type { ReactNode } from "react";
import type { FoundRow } from "./search-answer";

/** A text with the words that were typed marked in it. */
export function Marked({ text, query }: { text: string; query: string }) {
  const words = query.split(/\s+/).filter(Boolean).map(escapePattern);
  if (words.length === 0) return text;
  const parts = text.split(new RegExp(`(${words.join("|")})`, "giu"));
  // Every other part is what the pattern caught.
  return parts.map((part, place) => (place % 2 === 1 ? <Hit key={`${place} ${part}`}>{part}</Hit> : part));
}

/** By what a row was found: `Phone +62858001 02782`, with what was asked for marked. */
export function MatchLine({
  match: { label, before, hit, after },
}: {
  match: NonNullable<FoundRow["match"]>;
}) {
  return (
    <>
      {`${label} `}
      <span className="text-ink-soft">
        {before}
        <Hit>{hit}</Hit>
        {after}
      </span>
    </>
  );
}

function Hit({ children }: { children: ReactNode }) {
  return <mark className="search-hit">{children}</mark>;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
