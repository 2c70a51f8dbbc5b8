"use client";

import type { Route } from "next";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useMessages } from "@/lib/i18n/client-messages";

/** Says that the line is at its end, and what was passed over. Takes the focus. */
export function WorkEnd({
  done,
  skipped,
  listHref,
  onAgain,
  onEnd,
}: {
  done: number;
  skipped: number;
  listHref: Route;
  /** Goes through what was passed over once more. */
  onAgain: () => void;
  /** Told that the end was reached. */
  onEnd: () => void;
}) {
  const say = useMessages("work");
  const heading = useRef<HTMLHeadingElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is reached once.
  useEffect(() => {
    heading.current?.focus();
    onEnd();
  }, []);

  return (
    <section className="flex flex-col gap-4 rounded-xl border bg-surface px-5 py-6 shadow-raised">
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {done === 0 && skipped === 0 ? say("end.nothing") : say("end.title", { done, skipped })}
      </h2>
      <div className="flex flex-wrap gap-2">
        {skipped > 0 ? (
          <Button variant="primary" onClick={onAgain}>
            {say("end.again", { count: skipped })}
          </Button>
        ) : null}
        <ButtonLink href={listHref} variant={skipped > 0 ? "secondary" : "primary"}>
          {say("end.toList")}
        </ButtonLink>
      </div>
    </section>
  );
}
