import { randomUUID } from "node:crypto";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { secretOf } from "@/lib/credentials/gate/current";
import { database, inTransaction } from "@/lib/db";
import type { CallFailure } from "@/lib/doku/call-ending";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";
import { type CallResult, type CredentialTest, isWorthAsking, judgeTest } from "./credential-test";

/** A person waits for it. */
const TIMEOUTS = { headersMs: 8_000, totalMs: 10_000 };
/** Any kind of merchant: whether a GET is accepted does not depend on it. */
const ANYBODY = {
  businessType: "PERSONAL",
  businessLegalEntity: "PERSEORANGAN",
  brandBusinessLine: "RETAIL",
  businessContactNationality: "ID",
} as const;

/** A client with this process's own credential, whose calls end soon. */
export function openTestClient(): DokuClient {
  const { baseUrl, clientId, secretKey, requireSignedAnswers } = env().doku;
  return createDokuClient({
    credential: { baseUrl, clientId, secretKey },
    requireSignedAnswers,
    timeouts: TIMEOUTS,
  });
}

/** Asks DOKU for a token and, where that leaves something open, for a list of documents. Creates nothing; never throws. */
export async function tryCredential(
  client: Pick<DokuClient, "generateToken" | "checkRequirements">,
  { signsQuery }: { signsQuery: boolean },
): Promise<CredentialTest> {
  const asked = await client.generateToken({ requestId: randomUUID() });
  const token = resultOf(asked);
  let question: CallResult | null = null;
  let { clockOffMs } = asked;
  if (isWorthAsking(token)) {
    const ask = (signs: boolean) =>
      client.checkRequirements({ requestId: randomUUID(), query: ANYBODY, signsQuery: signs });
    const answer = await ask(signsQuery);
    question = resultOf(answer);
    clockOffMs ??= answer.clockOffMs;
    const isSignatureWrong = question.kind === "refused" && question.reason === "invalid_signature";
    if (isSignatureWrong && (await ask(!signsQuery)).kind === "told")
      question = { kind: "accepted_otherwise" };
  }
  return { token, question, clockOffSeconds: clockOffMs === null ? null : Math.round(clockOffMs / 1_000) };
}

function resultOf(ending: { kind: "accepted" | "told" } | CallFailure): CallResult {
  switch (ending.kind) {
    case "accepted":
    case "told":
      return { kind: "accepted" };
    case "credential_refused":
      return { kind: "refused", reason: ending.reason };
    case "unreachable":
    case "unusable":
      return { kind: ending.kind, reason: ending.reason };
    case "slowed_down":
      return { kind: "slowed_down" };
    // Neither call is about a business of which there could be no news.
    case "no_news":
    case "not_offered":
      return { kind: "not_offered" };
  }
}

type Read = {
  environment: Environment;
  clientId: string;
  signsQuery: boolean;
};

const READ = `
  select environment, client_id as "clientId", look_signs_query as "signsQuery" from credential where id = $1`;

// What DOKU says now is truer than what it said when sending was paused.
const KEEP_REASON = "update credential set paused_reason = $2 where id = $1 and paused_at is not null";

/**
 * Tests a credential and audits what came of it. Null where another server has its secret, so that nothing could be asked.
 */
export async function testCredential(actor: UserActor, credentialId: string): Promise<CredentialTest | null> {
  requireCan(actor, "credentials.manage");
  const { pool } = database();
  const { rows } = await pool.query<Read>(READ, [credentialId]);
  const credential = rows[0];
  if (!credential) throw new AppError("not_found");
  if (secretOf(credential) === null) return null;
  const test = await tryCredential(openTestClient(), credential);
  const { token, question, clockOffSeconds } = test;
  await inTransaction(pool, async (tx) => {
    if (token.kind === "refused") await tx.query(KEEP_REASON, [credentialId, token.reason]);
    await recordAuditSql(tx, {
      actor,
      action: "credential.tested",
      environment: credential.environment,
      subjectId: credentialId,
      details: {
        verdict: judgeTest(test),
        token: wordOf(token),
        question: question && wordOf(question),
        clockOffSeconds,
      },
    });
  });
  return test;
}

function wordOf(call: CallResult): string {
  return "reason" in call ? `${call.kind}: ${call.reason}` : call.kind;
}
