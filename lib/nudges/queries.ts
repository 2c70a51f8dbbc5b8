import type { Actor, UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { maskEmail } from "@/lib/i18n/mask";
import { mailFrom } from "@/lib/mail/mailer";
import { readPhone } from "@/lib/registrations/input/fields";
import { NUDGE_LOCALES, type NudgeTemplates, TEMPLATE_CHANNELS } from "./built-in-templates";
import { coolingUntil } from "./cool-down";
import { readDocuments } from "./document-lists";
import { documentLines, documentQueryFor } from "./documents";
import { writeMessage } from "./message-text";
import { type Fresh, isMerchantsTurn, NUDGE_FACTS_SQL, type NudgeFacts } from "./nudge-facts";
import type { Cooling, NudgeChannel, NudgeState, NudgeView, Reminder } from "./nudge-view";
import { readTemplates } from "./templates";

/** Everything to remind a merchant with. Throws AppError `not_found`, or `not_possible_now` where it is not their turn. */
export async function readReminder(actor: UserActor, registrationId: string): Promise<Reminder> {
  requireCan(actor, "registrations.write");
  requireCan(actor, "registrations.personal_data");
  const { rows } = await database().pool.query<NudgeFacts>(NUDGE_FACTS_SQL, [
    registrationId,
    env().doku.environment,
  ]);
  const [facts] = rows;
  if (!facts) throw new AppError("not_found");
  if (!isMerchantsTurn(facts)) throw new AppError("not_possible_now");
  const [templates, documents] = await Promise.all([
    readTemplates(),
    readDocuments(facts.credentialId, facts.legalEntity),
  ]);
  return {
    businessName: facts.businessName,
    inbox: maskEmail(facts.invitedUserEmail),
    messages: writeMessages(templates, facts, {
      documents: documents?.documents ?? null,
      sender: actor.name,
    }),
    hasWhatsApp: hasWhatsApp(facts.phoneE164),
    email: facts.representativeEmail,
    mailFrom: mailFrom(),
    replyTo: actor.email,
    documentsAt: documents?.fetchedAt ?? null,
    followUpAt: facts.followUpAt?.toISOString() ?? null,
    cooling: coolingOf(facts),
  };
}

/** The message of each way in each language for one merchant. */
function writeMessages(
  templates: NudgeTemplates,
  facts: NudgeFacts,
  { documents, sender }: { documents: Parameters<typeof documentLines>[0]; sender: string },
): NudgeTemplates {
  const messages = structuredClone(templates);
  for (const channel of TEMPLATE_CHANNELS)
    for (const locale of NUDGE_LOCALES)
      messages[channel][locale] = writeMessage(templates[channel][locale], {
        ...facts,
        documents: documentLines(documents, documentQueryFor(facts.legalEntity), locale),
        sender,
      });
  return messages;
}

/** The last reminder, where it is too fresh for another one. */
export function coolingOf({ nudgedAt, now, ...last }: Fresh): Cooling | null {
  const until = coolingUntil(nudgedAt, now);
  if (!until || !nudgedAt) return null;
  return {
    at: nudgedAt.toISOString(),
    byName: last.lastByName ?? "",
    channel: last.lastChannel ?? "copy",
    until: until.toISOString(),
  };
}

/** Mobile numbers, and foreign ones of which we cannot tell. */
function hasWhatsApp(phoneE164: string): boolean {
  const reading = readPhone(phoneE164, "ID");
  if (phoneE164 === "" || !reading.ok) return false;
  const { callingCode, number } = reading.value;
  return callingCode !== "62" || number.startsWith("8");
}

const NUDGES_SHOWN = 100;

/** The reminders of a registration, newest first. */
export async function listNudges(actor: Actor, registrationId: string): Promise<NudgeView[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{
    id: string;
    at: Date;
    channel: NudgeChannel;
    state: NudgeState;
    isOver: boolean;
    reason: string | null;
    wasOverridden: boolean;
    actorName: string;
  }>(
    `select n.id, n.at, n.channel, n.state, n.reason, n.was_overridden as "wasOverridden", u.name as "actorName",
            n.at < clock_timestamp() - interval '1 minute' or n.ended_at is not null as "isOver"
       from nudge n join "user" u on u.id = n.actor_id
      where n.registration_id = $1 order by n.at desc limit ${NUDGES_SHOWN}`,
    [registrationId],
  );
  return rows.map(({ at, isOver, state, ...row }) => ({
    ...row,
    at: at.toISOString(),
    state: state === "sending" && isOver ? "maybe" : state,
  }));
}

/** Whether the merchant of a registration may be reminded by this reader: it is invited, and their turn. */
export async function isRemindable(actor: Actor, registrationId: string): Promise<boolean> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<NudgeFacts>(NUDGE_FACTS_SQL, [
    registrationId,
    env().doku.environment,
  ]);
  return rows[0] !== undefined && isMerchantsTurn(rows[0]);
}
