import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import {
  BUILT_IN_TEMPLATES,
  NUDGE_LOCALES,
  type NudgeTemplate,
  TEMPLATE_CHANNELS,
} from "./built-in-templates";
import type { TemplateKey, TemplateView } from "./template-view";
import { readWritten } from "./templates";

/** The words of every way and language, as an admin sees them. */
export async function listTemplates(actor: UserActor): Promise<TemplateView[]> {
  requireCan(actor, "progress.manage");
  const written = await readWritten();
  return TEMPLATE_CHANNELS.flatMap((channel) =>
    NUDGE_LOCALES.map((locale) => {
      const own = written.find((row) => row.channel === channel && row.locale === locale);
      const { subject, body } = own ?? BUILT_IN_TEMPLATES[channel][locale];
      return {
        channel,
        locale,
        subject,
        body,
        written: own ? { byName: own.byName, at: own.updatedAt.toISOString() } : null,
      };
    }),
  );
}

// The time is cut to what is stored, so that it is equal when it comes back from the form.
const WRITE = `
  insert into nudge_template as t (channel, locale, subject, body, author_id, updated_at)
  select $1::nudge_channel, $2::text, $3::text, $4::text, $5::uuid, clock_timestamp()
   where $6::timestamptz is null
      or exists (select from nudge_template k where k.channel = $1::nudge_channel and k.locale = $2::text)
  on conflict (channel, locale) do update
    set subject = excluded.subject, body = excluded.body, author_id = excluded.author_id, updated_at = excluded.updated_at
  where t.updated_at = $6`;

/**
 * Writes the words of a way in a language; they hold from the next reminder on. `knownAt` is when the words that were
 * changed were written, null for the built-in ones. Throws AppError `changed_meanwhile` where somebody else wrote since.
 */
export async function writeTemplate(
  actor: UserActor,
  { channel, locale }: TemplateKey,
  { subject, body, knownAt }: NudgeTemplate & { knownAt: Date | null },
): Promise<void> {
  requireCan(actor, "progress.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rowCount } = await tx.query(WRITE, [channel, locale, subject, body, actor.id, knownAt]);
    if (rowCount === 0) throw new AppError("changed_meanwhile");
    await recordAuditSql(tx, { actor, action: "template.changed", subjectId: `${channel}.${locale}` });
  });
}

/**
 * Takes an admin's words away, so that the built-in ones hold again. Nothing happens where they do. `knownAt` is when those
 * words were written. Throws AppError `changed_meanwhile` where somebody else wrote since.
 */
export async function useBuiltInTemplate(
  actor: UserActor,
  { channel, locale }: TemplateKey,
  { knownAt }: { knownAt: Date },
): Promise<void> {
  requireCan(actor, "progress.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ updatedAt: Date }>(
      `select updated_at as "updatedAt" from nudge_template
        where channel = $1::nudge_channel and locale = $2 for update`,
      [channel, locale],
    );
    const [own] = rows;
    if (!own) return;
    if (own.updatedAt.getTime() !== knownAt.getTime()) throw new AppError("changed_meanwhile");
    await tx.query("delete from nudge_template where channel = $1::nudge_channel and locale = $2", [
      channel,
      locale,
    ]);
    await recordAuditSql(tx, { actor, action: "template.restored", subjectId: `${channel}.${locale}` });
  });
}
