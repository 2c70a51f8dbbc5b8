"use client";

import clsx from "clsx";
import X from "lucide-react/icons/x";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { CONTROL_CLASS, CONTROL_HEIGHT_CLASS } from "@/components/ui/fields/field";

const load = () => import("./live-results");
const LiveResults = lazy(() => load().then(({ LiveResults }) => ({ default: LiveResults })));

/**
 * The field of the list's search, within its form. What is found stands under it while somebody types; Enter shows all of
 * it as the list, Escape clears.
 */
export function LiveSearch({
  query,
  clearHref,
  maxLength,
  label,
  placeholder,
  clearLabel,
}: {
  /** What the list is searched for. */
  query: string;
  /** The list without it. */
  clearHref: Route;
  maxLength: number;
  label: string;
  placeholder: string;
  clearLabel: string;
}) {
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  /** What was typed and not sent; null where the field says what the list shows. */
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  /** What the field had when it was last sent. */
  const sent = useRef(query);

  useEffect(() => {
    const input = field.current;
    // Back, a view or a tab may change what is searched for; whoever has typed on since goes on typing.
    if (!input || (input === document.activeElement && input.value !== sent.current)) return;
    input.value = query;
    sent.current = query;
    setTyped(null);
  }, [query]);

  function clear() {
    if (field.current) field.current.value = "";
    sent.current = "";
    setTyped(null);
    setOpen(false);
    if (query) router.push(clearHref, { scroll: false });
    field.current?.focus();
  }

  /** What was chosen under the field may search for something else than stands in it. */
  function leave(says: string | undefined) {
    setOpen(false);
    if (says === undefined || !field.current) return;
    field.current.value = says;
    sent.current = says;
    setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.defaultPrevented) return;
    if (event.key === "Enter") {
      sent.current = event.currentTarget.value;
      return setOpen(false);
    }
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (event.currentTarget.value || query) clear();
    else event.currentTarget.blur();
  }

  const text = typed ?? query;
  return (
    <>
      <input
        ref={field}
        type="search"
        name="q"
        data-search=""
        maxLength={maxLength}
        defaultValue={query}
        aria-label={label}
        aria-keyshortcuts="/"
        aria-autocomplete="list"
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onFocus={() => void load().catch(() => undefined)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
        className={clsx(
          CONTROL_CLASS,
          CONTROL_HEIGHT_CLASS,
          "px-9! [&::-webkit-search-cancel-button]:hidden",
        )}
      />
      {text ? (
        <button
          type="button"
          aria-label={clearLabel}
          title={clearLabel}
          onClick={clear}
          className="-translate-y-1/2 touch-target absolute! top-1/2 right-2 inline-flex size-6 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      ) : null}
      {isOpen && field.current ? (
        <Suspense>
          <LiveResults field={field.current} query={(typed ?? "").trim()} onLeave={leave} />
        </Suspense>
      ) : null}
    </>
  );
}
