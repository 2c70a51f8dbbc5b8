"use client";

import { useRef, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { createBrowserUuid } from "@/components/ui/browser-uuid";
import { writeToClipboard } from "@/components/ui/text/clipboard";
import type { NudgeAnswer, NudgeChannel, NudgeRequest } from "@/lib/nudges/nudge-view";
import type { NudgeActions } from "./nudge-actions";

/** What a press came to: an answer of the server, and whether the browser then did its part. */
export type Reminded = {
  channel: NudgeChannel;
  answer: NudgeAnswer | ActionFailure;
  hasOpened: boolean;
};

/** Reminds by one press at a time: written down first, then opened or copied. */
export function useRemind(remind: NudgeActions["remind"], registrationId: string) {
  const [running, setRunning] = useState<NudgeChannel | null>(null);
  const busy = useRef(false);
  // The same press that comes a second time, as after a lost answer, is one reminder.
  const ids = useRef(new Map<string, string>());

  async function press(request: Omit<NudgeRequest, "id" | "registrationId">): Promise<Reminded | null> {
    if (busy.current) return null;
    busy.current = true;
    setRunning(request.channel);
    const key = JSON.stringify(request);
    const id = ids.current.get(key) ?? createBrowserUuid();
    ids.current.set(key, id);
    const asked = remind({ ...request, id, registrationId }).catch(unreachable);
    // A browser copies only as an answer to the press itself, so the text is promised to it.
    const copied = request.channel === "copy" ? writeToClipboard(textWhenWritten(asked, request.body)) : null;
    const answer = await asked;
    if (answer.kind !== "failure" && answer.kind !== "handed_over") ids.current.delete(key);
    const hasOpened = await (copied ?? openOutside(answer));
    busy.current = false;
    setRunning(null);
    return { channel: request.channel, answer, hasOpened };
  }

  return { running, press };
}

async function textWhenWritten(asked: Promise<NudgeAnswer | ActionFailure>, text: string): Promise<string> {
  if ((await asked).kind !== "handed_over") throw new Error("It was not written down");
  return text;
}

/** False where the browser opened nothing, as it does where the answer took too long for it. */
function openOutside(answer: NudgeAnswer | ActionFailure): boolean {
  if (answer.kind !== "handed_over" || answer.href === null) return true;
  return openMessage(answer.href);
}

/** Opens WhatsApp beside Mitra, and a mail program from where it is. */
function openMessage(href: string): boolean {
  if (href.startsWith("mailto:")) {
    window.location.assign(href);
    return true;
  }
  const opened = window.open(href, "_blank");
  if (!opened) return false;
  opened.opener = null;
  return true;
}
