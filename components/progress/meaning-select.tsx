"use client";

import { useRef, useState, useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Select } from "@/components/ui/fields/select";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Meaning } from "@/lib/progress/meaning";
import { MEANINGS } from "@/lib/progress/settable";

type Choosable = (typeof MEANINGS)[number];

export type Decide = (input: {
  place: string;
  raw: string;
  meaning: Choosable;
  /** What it meant when it was looked at. */
  seen: Choosable | null;
}) => Promise<{ kind: "saved" } | ActionFailure>;

/** Chooses what a value of DOKU's means; it is kept at once. */
export function MeaningSelect({
  place,
  raw,
  meaning,
  decide,
}: {
  place: string;
  raw: string;
  meaning: Meaning | null;
  decide: Decide;
}) {
  const say = useMessages("progressSettings");
  const sayProgress = useMessages("progress");
  const [isSaving, startSaving] = useTransition();
  const busy = useRef(false);
  const refresh = useRefresh();
  const [chosen, setChosen] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Awaited<ReturnType<Decide>> | null>(null);
  const shown = chosen ?? meaning ?? "";
  const seen = MEANINGS.find((known) => known === meaning) ?? null;

  function choose(value: string) {
    const next = MEANINGS.find((known) => known === value);
    if (busy.current || !next) return;
    busy.current = true;
    setChosen(next);
    setAnswer(null);
    startSaving(async () => {
      const saved = await decide({ place, raw, meaning: next, seen }).catch(unreachable);
      busy.current = false;
      setAnswer(saved);
      // What is in force is shown again, also where nothing was kept.
      if (saved.kind === "failure" && saved.code === "changed_meanwhile") await refresh();
      setChosen(null);
    });
  }

  return (
    <div className="flex min-w-32 flex-col sm:min-w-44 gap-1">
      <Select
        aria-label={say("meaningOf", { raw, place })}
        aria-busy={isSaving}
        value={shown}
        onChange={(event) => choose(event.target.value)}
        className={meaning === null ? "rounded-lg ring-1 ring-warning-line" : undefined}
      >
        {meaning === null ? <option value="">{say("noMeaning")}</option> : null}
        {MEANINGS.map((known) => (
          <option key={known} value={known}>
            {known === "says_nothing" ? say("saysNothing") : sayProgress(known)}
          </option>
        ))}
      </Select>
      <p role="status" className="text-success-ink text-xs empty:hidden">
        {answer?.kind === "saved" ? say("saved") : null}
      </p>
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
    </div>
  );
}
