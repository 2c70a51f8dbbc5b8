"use client";

import { useEffect } from "react";

/** Tells that the reader has seen what mentions them at a registration, as soon as its page is in sight. */
export function SeeMentions({
  registrationId,
  see,
}: {
  registrationId: string;
  /** A server action. */
  see: (input: { registrationId: string }) => Promise<unknown>;
}) {
  useEffect(() => {
    function look() {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", look);
      // Whoever does not get through is told of the mention again.
      void see({ registrationId }).catch(() => undefined);
    }
    document.addEventListener("visibilitychange", look);
    look();
    return () => document.removeEventListener("visibilitychange", look);
  }, [registrationId, see]);

  return null;
}
