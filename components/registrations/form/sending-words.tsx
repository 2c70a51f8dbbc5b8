"use client";

import { useEffect, useState } from "react";
import { useMessages } from "@/lib/i18n/client-messages";

const SECOND_MS = 1_000;

/** *Sending*, and for how many seconds. Read out once: the seconds are for the eye. */
export function SendingWords({ isSending }: { isSending: boolean }) {
  const say = useMessages("form");
  const [seconds, setSeconds] = useState(0);

  useEffect(() => {
    if (!isSending) return;
    setSeconds(0);
    const timer = setInterval(() => setSeconds((count) => count + 1), SECOND_MS);
    return () => clearInterval(timer);
  }, [isSending]);

  return (
    <p className="text-ink-soft text-sm tabular-nums">
      <span role="status">{isSending ? say("pending") : ""}</span>
      {isSending && seconds > 0 ? <span aria-hidden="true"> {say("seconds", { seconds })}</span> : null}
    </p>
  );
}
