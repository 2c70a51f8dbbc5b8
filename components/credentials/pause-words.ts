import { isReason, OUTCOME_OF } from "@/lib/doku/reason";
import type { Translator } from "@/lib/i18n/translator";
import { ADVICE_OF } from "@/lib/playbook/built-in";

/** What fills the sentences about a pause: why DOKU refused, and who has to look at what (`check`). */
export type PauseWords = { reason: string; check: "signature" | "account" | "address" };

/** Says a pause by the reason that is kept with it; one of another build is told as what all of them are. */
export function pauseWords(pausedReason: string | null, detail: Translator<"detail">): PauseWords {
  const isKnown =
    pausedReason !== null && isReason(pausedReason) && OUTCOME_OF[pausedReason] === "credential_refused";
  const reason = isKnown ? pausedReason : "http_401";
  const advice = ADVICE_OF[reason];
  const check = advice === "askForAccess" ? "account" : advice === "checkAddress" ? "address" : "signature";
  return { reason: detail(`reasons.${reason}`), check };
}
