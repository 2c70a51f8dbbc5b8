"use client";

import CircleAlert from "lucide-react/icons/circle-alert";
import { useEffect, useId, useRef } from "react";

export type SummarisedError = { fieldId: string; message: string };

/**
 * Every error of a form in one place, each a link to its field. Takes the focus once for each `attempt` to send (from
 * 1), so that a second press with the same errors is heard too.
 */
export function ErrorSummary({
  title,
  errors,
  attempt,
}: {
  title: string;
  errors: readonly SummarisedError[];
  attempt: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const answeredAttempt = useRef(0);
  const headingId = useId();
  const shown = errors.length > 0;

  // Only a new attempt calls the focus: an error that comes back while someone types must not take it away.
  useEffect(() => {
    if (!shown || answeredAttempt.current === attempt) return;
    answeredAttempt.current = attempt;
    box.current?.focus();
  }, [shown, attempt]);

  if (!shown) return null;
  return (
    <div
      ref={box}
      role="alert"
      aria-labelledby={headingId}
      tabIndex={-1}
      className="flex gap-2.5 rounded-xl border border-danger-line bg-danger-wash px-3.5 py-3"
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger-ink" strokeWidth={2.25} />
      <div className="min-w-0">
        <p id={headingId} className="font-medium text-danger-ink">
          {title}
        </p>
        <ul className="mt-1 flex flex-col gap-0.5">
          {errors.map(({ fieldId, message }) => (
            <li key={`${fieldId} ${message}`}>
              <a
                href={`#${fieldId}`}
                className="underline decoration-danger-line underline-offset-2 hover:decoration-danger-ink"
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId)?.focus();
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
