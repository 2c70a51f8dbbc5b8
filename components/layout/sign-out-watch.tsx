"use client";

import { useEffect } from "react";
import { watchSignOut } from "@/components/ui/tab-memory";

/** The session ends a moment after its button was pressed in the other tab. */
const LEAVE_MS = 1_000;

/** Forgets what this tab kept when somebody signs out in another one, and leaves a screen of theirs. */
export function SignOutWatch({ leaveFor }: { leaveFor: string | null }) {
  useEffect(() => {
    let leaving: number | undefined;
    const stop = watchSignOut(() => {
      if (leaveFor !== null) leaving = window.setTimeout(() => window.location.replace(leaveFor), LEAVE_MS);
    });
    return () => {
      stop();
      window.clearTimeout(leaving);
    };
  }, [leaveFor]);
  return null;
}
