import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isMailReason } from "@/lib/mail/mail-ending";
import { mailFrom, sendMail } from "@/lib/mail/mailer";
import { mailtoHref, whatsAppHref } from "./links";
import { refuseMessage } from "./message-text";
import { isMerchantsTurn, type NudgeFacts, ownTextsOf } from "./nudge-facts";
import { endNudge, lockNudgeFacts, writeNudge } from "./nudge-rows";
import type { NudgeAnswer, NudgeRequest, NudgeState } from "./nudge-view";
import { coolingOf } from "./queries";

/**
 * Reminds a merchant. The reminder is written down before anything leaves, so that no death of a process makes a second
 * one: what was handed to the mail server when it died stands there as one that may have been sent.
 *
 * Throws AppError `not_found`, or `not_possible_now` where it is not the merchant's turn (any more).
 */
export async function remind(actor: UserActor, request: NudgeRequest, send = sendMail): Promise<NudgeAnswer> {
  requireCan(actor, "registrations.write");
  requireCan(actor, "registrations.personal_data");
  const written = await inTransaction(database().pool, (tx) => writeDown(tx, actor, request));
  if (written.kind !== "written") return written;
  const { facts, state } = written;
  const { channel, subject, body } = request;
  if (state === "handed_over") return { kind: "handed_over", href: hrefOf(facts, request) };
  if (channel !== "email" || written.isAgain) return { kind: "maybe" };
  const ending = await send({ to: facts.representativeEmail, replyTo: actor.email, subject, text: body });
  await endNudge(database().pool, { nudgeId: request.id, facts, ending });
  switch (ending.kind) {
    case "sent":
      return { kind: "sent", to: facts.representativeEmail };
    case "unsure":
      return { kind: "maybe" };
    case "failed":
      return ending;
  }
}

type Written =
  | { kind: "written"; facts: NudgeFacts; state: NudgeState; isAgain: boolean }
  | Extract<NudgeAnswer, { kind: "cooling" | "refused" | "sent" | "failed" }>;

async function writeDown(tx: PoolClient, actor: UserActor, request: NudgeRequest): Promise<Written> {
  const { environment } = env().doku;
  const facts = await lockNudgeFacts(tx, request.registrationId, environment);
  if (!facts) throw new AppError("not_found");
  const again = await findAgain(tx, actor, request);
  if (again) return endedBefore(again, facts);
  if (!isMerchantsTurn(facts) || !isReachable(facts, request)) throw new AppError("not_possible_now");
  const refusal = refuseMessage(request, ownTextsOf(facts));
  if (refusal) return { kind: "refused", ...refusal };
  const cooling = coolingOf(facts);
  if (cooling && request.overrides !== cooling.at) return { kind: "cooling", cooling };
  const state = request.channel === "email" && mailFrom() !== null ? "sending" : "handed_over";
  const wasOverridden = cooling !== null;
  await writeNudge(tx, { ...request, facts, state, wasOverridden, actorId: actor.id, jobId: null });
  await recordAuditSql(tx, {
    actor,
    action: "registration.nudged",
    environment,
    registrationId: facts.id,
    details: { nudge: request.id, channel: request.channel, ...(wasOverridden && { overridden: true }) },
  });
  return { kind: "written", facts, state, isAgain: false };
}

type Again = { state: NudgeState; reason: string | null };

/** The reminder of the same press, where it came a second time. */
async function findAgain(tx: PoolClient, actor: UserActor, request: NudgeRequest): Promise<Again | null> {
  const { rows } = await tx.query<Again & { isSame: boolean }>(
    `select state, reason, registration_id = $2 and actor_id = $3 as "isSame" from nudge where id = $1`,
    [request.id, request.registrationId, actor.id],
  );
  const [row] = rows;
  if (!row) return null;
  if (!row.isSame) throw new AppError("changed_meanwhile");
  return row;
}

function endedBefore({ state, reason }: Again, facts: NudgeFacts): Written {
  if (state === "sent") return { kind: "sent", to: facts.representativeEmail };
  if (state === "failed") return { kind: "failed", reason: isMailReason(reason) ? reason : "refused" };
  return { kind: "written", facts, state, isAgain: true };
}

/** Whether the merchant has what this way needs. */
function isReachable(facts: NudgeFacts, { channel }: NudgeRequest): boolean {
  if (channel === "whatsapp") return facts.phoneE164 !== "";
  return channel === "copy" || facts.representativeEmail !== "";
}

function hrefOf(facts: NudgeFacts, { channel, subject, body }: NudgeRequest): string | null {
  switch (channel) {
    case "whatsapp":
      return whatsAppHref(facts.phoneE164, body);
    case "email":
      return mailtoHref({ to: facts.representativeEmail, subject, body });
    case "copy":
      return null;
  }
}
