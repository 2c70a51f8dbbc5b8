"use client";

import { useRef, useState } from "react";
import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { QUICK_WHENS } from "@/lib/followups/when";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDate, type TimeStyle } from "@/lib/i18n/format";

/** After a reminder: the day to come back to the merchant, by one press. Needs the area `followUps`. */
export function FollowUpOffer({
  registrationId,
  followUpAt,
  timeStyle,
  set,
}: {
  registrationId: string;
  /** The day that they have already. */
  followUpAt: string | null;
  timeStyle: TimeStyle;
  set: FollowUpActions["set"];
}) {
  const say = useMessages("nudge");
  const sayFollowUps = useMessages("followUps");
  const [comesBackAt, setComesBackAt] = useState(followUpAt);
  const [failure, setFailure] = useState<ActionFailure>();
  const [running, setRunning] = useState<string | null>(null);
  const busy = useRef(false);

  async function press(when: string) {
    if (busy.current) return;
    busy.current = true;
    setRunning(when);
    const answer = await set({ id: registrationId, when, note: null, seen: { at: comesBackAt } }).catch(
      unreachable,
    );
    busy.current = false;
    setRunning(null);
    setFailure(answer.kind === "failure" ? answer : undefined);
    if (answer.kind === "set") setComesBackAt(answer.at);
  }

  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-sm">
        {comesBackAt === null || new Date(comesBackAt) <= new Date()
          ? say("followUpOffer")
          : sayFollowUps("comesBack", { day: formatDate(new Date(comesBackAt), timeStyle) })}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap gap-2">
        {QUICK_WHENS.map((when) => (
          <Button key={when} size="small" pending={running === when} onClick={() => void press(when)}>
            {sayFollowUps(`quick.${when}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
