import { describe, expect, it } from "vitest";
import type { CallResult, CredentialTest } from "@/lib/credentials/credential-test";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { testWords } from "./test-words";

const say = (test: CredentialTest | null, locale: "en" | "id" = "en") =>
  testWords(test, createTranslatorFor(locale, "credentials"), createTranslatorFor(locale, "detail"));

const ACCEPTED = { kind: "accepted" } as const;
const RESULTS: CallResult[] = [
  ACCEPTED,
  { kind: "accepted_otherwise" },
  { kind: "not_offered" },
  { kind: "slowed_down" },
  { kind: "refused", reason: "invalid_signature" },
  { kind: "unreachable", reason: "dns" },
  { kind: "unusable", reason: "not_json" },
];

describe("what a test of a credential says", () => {
  it("says it in both languages, whatever came of either call", () => {
    for (const locale of ["en", "id"] as const) {
      for (const token of RESULTS) {
        for (const question of [null, ...RESULTS]) {
          const { sentences } = say({ token, question, clockOffSeconds: -3 }, locale);
          expect(new Set(sentences).size).toBe(sentences.length);
          for (const sentence of sentences) expect(sentence).not.toMatch(/[{}]|^$/);
        }
      }
    }
  });

  it.each<[string, CredentialTest, string, string[]]>([
    [
      "a wrong secret",
      { token: { kind: "refused", reason: "invalid_signature" }, question: null, clockOffSeconds: 0 },
      "danger",
      [
        "DOKU did not accept our signature. Nothing was created",
        "Compare Client-Id and secret with DOKU Dashboard. Both belong to one environment",
        "The clocks agree",
      ],
    ],
    [
      "a clock that is off and still accepted",
      { token: ACCEPTED, question: ACCEPTED, clockOffSeconds: 20 },
      "success",
      [
        "DOKU accepts the Client-Id, the secret and the clock of this server. Nothing was created",
        "Signed questions are accepted too: progress and documents can be asked for",
        "DOKU's clock is 20 seconds ahead of this server's",
      ],
    ],
    [
      "an account without either call",
      { token: { kind: "not_offered" }, question: { kind: "not_offered" }, clockOffSeconds: null },
      "warning",
      [
        "This account has no Generate Token, with which DOKU would tell without creating anything",
        "This account has no Check Requirements, so the documents come from Mitra's own list",
        "The first real registration will tell: one goes first, the others wait for its answer",
      ],
    ],
    [
      "a GET that is refused though the token is given",
      { token: ACCEPTED, question: { kind: "refused", reason: "invalid_signature" }, clockOffSeconds: -1 },
      "success",
      [
        "DOKU accepts the Client-Id, the secret and the clock of this server. Nothing was created",
        "Signed questions are not accepted. DOKU did not accept our signature. Registering does not depend on them",
        "The clocks agree",
      ],
    ],
  ])("of %s", (_name, test, tone, sentences) => {
    expect(say(test)).toEqual({ tone, sentences });
  });

  it("says that another server has the secret", () => {
    expect(say(null).sentences).toEqual([
      "This server does not have the secret of this credential, so it cannot be tested from here. Nothing was asked",
    ]);
  });
});
