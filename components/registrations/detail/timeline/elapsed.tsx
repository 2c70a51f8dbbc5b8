"use client";

import { useEffect, useState } from "react";
import { useMessages } from "@/lib/i18n/client-messages";

const SECOND_MS = 1_000;

/** For how many seconds something has gone on, for the eye alone. */
export function Elapsed({ since }: { since: string }) {
  const say = useMessages("detail");
  const [seconds, setSeconds] = useState<number | null>(null);

  useEffect(() => {
    const count = () => setSeconds(Math.max(0, Math.floor((Date.now() - Date.parse(since)) / SECOND_MS)));
    count();
    const timer = setInterval(count, SECOND_MS);
    return () => clearInterval(timer);
  }, [since]);

  return seconds === null ? null : <span aria-hidden="true">{say("seconds", { seconds })}</span>;
}
