import type { Translator } from "@/lib/i18n/translator";
import { isMailReason } from "@/lib/mail/mail-ending";
import type { NudgeView } from "@/lib/nudges/nudge-view";

/** What the timeline says of a reminder. Pure. */
export function nudgeWords(nudge: NudgeView, t: Translator<"nudge">): string {
  const words = stateWords(nudge, t);
  return nudge.wasOverridden ? `${words}, ${t("timeline.anyway")}` : words;
}

function stateWords({ state, channel, reason }: NudgeView, t: Translator<"nudge">): string {
  switch (state) {
    case "handed_over":
      return t(`timeline.${channel}`);
    case "failed":
      return t("timeline.failed", { reason: t(`reason.${isMailReason(reason) ? reason : "refused"}`) });
    case "sending":
    case "sent":
    case "maybe":
      return t(`timeline.${state}`);
  }
}
