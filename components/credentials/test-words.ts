import { type CallResult, type CredentialTest, judgeTest } from "@/lib/credentials/credential-test";
import type { Reason } from "@/lib/doku/reason";
import type { Translator } from "@/lib/i18n/translator";
import { ADVICE_OF } from "@/lib/playbook/built-in";

/** What a test of a credential says, a sentence each, in the order in which it matters: the first is the one to remember. */
export type TestWords = { tone: "success" | "warning" | "danger"; sentences: string[] };

/** Clocks this near agree, as far as an answer can tell. */
const AGREEING_SECONDS = 1;

/**
 * Says a test in the language of the translators; null is of a credential whose secret another server has. What is to come
 * is left out where somebody who resumes is about to hear how it came (`isResuming`).
 */
export function testWords(
  test: CredentialTest | null,
  t: Translator<"credentials">,
  detail: Translator<"detail">,
  { isResuming = false }: { isResuming?: boolean } = {},
): TestWords {
  if (test === null) return { tone: "warning", sentences: [t("test.elsewhere")] };
  const { token, question, clockOffSeconds } = test;
  const verdict = judgeTest(test);
  const tone = ({ usable: "success", refused: "danger", unknown: "warning" } as const)[verdict];
  return {
    tone,
    sentences: [
      tokenWords(token, t, detail),
      ...(token.kind === "refused" ? mendingWords(token.reason, t) : []),
      ...(question ? [questionWords(question, t, detail)] : []),
      ...(verdict === "unknown" && !isResuming ? [t("test.firstWillTell")] : []),
      ...(clockOffSeconds === null ? [] : [clockWords(clockOffSeconds, t)]),
    ],
  };
}

function tokenWords(call: CallResult, t: Translator<"credentials">, detail: Translator<"detail">): string {
  switch (call.kind) {
    case "accepted":
    case "accepted_otherwise":
      return t("test.token.accepted");
    case "not_offered":
    case "slowed_down":
      return t(`test.token.${call.kind}`);
    case "refused":
    case "unreachable":
    case "unusable":
      return t(`test.token.${call.kind}`, { reason: detail(`reasons.${call.reason}`) });
  }
}

/** What an admin does about it. */
function mendingWords(reason: Reason, t: Translator<"credentials">): string[] {
  const advice = ADVICE_OF[reason];
  switch (advice) {
    case "checkSecret":
    case "checkHeaders":
    case "checkClientId":
    case "checkClock":
    case "askForAccess":
      return [t(`test.mend.${advice}`)];
    default:
      return [];
  }
}

function questionWords(call: CallResult, t: Translator<"credentials">, detail: Translator<"detail">): string {
  switch (call.kind) {
    case "accepted":
    case "accepted_otherwise":
    case "not_offered":
    case "slowed_down":
      return t(`test.question.${call.kind}`);
    case "refused":
    case "unreachable":
    case "unusable":
      return t(`test.question.${call.kind}`, { reason: detail(`reasons.${call.reason}`) });
  }
}

function clockWords(offSeconds: number, t: Translator<"credentials">): string {
  const seconds = Math.abs(offSeconds);
  if (seconds <= AGREEING_SECONDS) return t("test.clock.agrees");
  return t(offSeconds > 0 ? "test.clock.ahead" : "test.clock.behind", { seconds });
}
