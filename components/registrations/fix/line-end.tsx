"use client";

import type { Route } from "next";
import { useEffect, useRef, useState } from "react";
import { StatusBadge } from "@/components/registrations/status-badge";
import { unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useMessages } from "@/lib/i18n/client-messages";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import type { LineActions } from "./line-actions";

const PAUSE_MS = 1_500;
/** Whoever wants to know later looks at the list. */
const LOOKS = 20;

/** What became of a line that was worked through, and what is left of it. Takes the focus. */
export function LineEnd({
  sent,
  skipped,
  listHref,
  loadStanding,
  onAgain,
  onEnd,
}: {
  sent: readonly string[];
  skipped: number;
  listHref: Route;
  loadStanding: LineActions["standing"];
  /** Goes through what was passed over once more. */
  onAgain: () => void;
  /** Told that the end was reached. */
  onEnd: () => void;
}) {
  const say = useMessages("fixing");
  const sayStatus = useMessages("status");
  const heading = useRef<HTMLHeadingElement>(null);
  const counts = useStanding(sent, loadStanding);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is reached once.
  useEffect(() => {
    heading.current?.focus();
    onEnd();
  }, []);

  const refused = counts?.NEEDS_FIX ?? 0;
  return (
    <section className="flex flex-col gap-4 rounded-xl border bg-surface px-5 py-6 shadow-raised">
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg">
        {say(sent.length === 0 && skipped === 0 ? "end.nothing" : "end.title", {
          sent: sent.length,
          skipped,
        })}
      </h2>
      {counts ? (
        <ul role="status" className="flex flex-wrap gap-2">
          {STATUSES.filter((status) => counts[status]).map((status) => (
            <li key={status} className="flex items-center gap-1.5 tabular-nums">
              <StatusBadge status={status} label={sayStatus(status)} />
              {counts[status]}
            </li>
          ))}
        </ul>
      ) : null}
      {refused > 0 ? <p>{say("end.refusedAgain", { count: refused })}</p> : null}
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

/** How what was sent stands, looked at until DOKU has answered to all of it. */
function useStanding(ids: readonly string[], load: LineActions["standing"]) {
  const [counts, setCounts] = useState<Partial<Record<RegistrationStatus, number>> | null>(null);

  useEffect(() => {
    if (ids.length === 0) return;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    async function look(left: number) {
      const answer = await load({ ids: [...ids] }).catch(unreachable);
      if (isOver || answer.kind === "failure") return;
      setCounts(answer.counts);
      if (answer.counts.QUEUED && left > 0) timer = setTimeout(() => void look(left - 1), PAUSE_MS);
    }
    void look(LOOKS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ids, load]);

  return counts;
}
