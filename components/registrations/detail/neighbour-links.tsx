"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { keepPlace, readPlace } from "@/components/registrations/way-back/place-memory";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { useMessages } from "@/lib/i18n/client-messages";

type Neighbour = { id: string; name: string } | null;
type Answer = { kind: "neighbours"; previous: Neighbour; next: Neighbour };

/** Asks for what stands beside a registration in the list of this query string. */
export type LoadNeighbours = (input: { id: string; query: string }) => Promise<Answer | ActionFailure>;

/**
 * On to the registrations beside this one, in the list as it was left. Nothing for whoever did not come from the list, and
 * where there is none.
 */
export function NeighbourLinks({
  personId,
  registrationId,
  load,
}: {
  personId: string;
  registrationId: string;
  load: LoadNeighbours;
}) {
  const say = useMessages("detail");
  const [answer, setAnswer] = useState<{ id: string; found: Answer } | null>(null);

  useEffect(() => {
    const place = readPlace(personId);
    if (!place) return;
    // The way back then leads to this row.
    keepPlace(personId, { ...place, row: registrationId });
    let isOver = false;
    const query = place.address.split("?")[1] ?? "";
    void load({ id: registrationId, query })
      .catch(unreachable)
      .then((found) => {
        if (!isOver && found.kind === "neighbours") setAnswer({ id: registrationId, found });
      });
    return () => {
      isOver = true;
    };
  }, [personId, registrationId, load]);

  const found = answer?.id === registrationId ? answer.found : null;
  return (
    // Its room is there from the beginning, so that nothing jumps.
    <span className="flex h-7 items-center gap-1">
      <NeighbourLink to={found?.previous ?? null} shortcut="k" label={(name) => say("previous", { name })}>
        <ChevronUp aria-hidden="true" className="size-4" />
      </NeighbourLink>
      <NeighbourLink to={found?.next ?? null} shortcut="j" label={(name) => say("next", { name })}>
        <ChevronDown aria-hidden="true" className="size-4" />
      </NeighbourLink>
    </span>
  );
}

function NeighbourLink({
  to,
  shortcut,
  label,
  children,
}: {
  to: Neighbour;
  shortcut: string;
  label: (name: string) => string;
  children: ReactNode;
}) {
  const say = useMessages("detail");
  if (!to) return null;
  const words = label(to.name || say("unnamed"));
  return (
    <Link
      href={`/registrations/${to.id}`}
      aria-label={words}
      title={words}
      data-key={shortcut}
      aria-keyshortcuts={shortcut}
      className="touch-target inline-flex size-7 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
    >
      {children}
    </Link>
  );
}
