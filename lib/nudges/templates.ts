import { database } from "@/lib/db";
import type { Locale } from "@/lib/i18n/locale";
import {
  BUILT_IN_TEMPLATES,
  type NudgeTemplate,
  type NudgeTemplates,
  type TemplateChannel,
} from "./built-in-templates";

/** The words that a reminder begins with: those that an admin wrote, else the built-in ones. */
export async function readTemplates(): Promise<NudgeTemplates> {
  const written = await readWritten();
  const wordsOf = (channel: TemplateChannel, locale: Locale): NudgeTemplate =>
    written.find((row) => row.channel === channel && row.locale === locale) ??
    BUILT_IN_TEMPLATES[channel][locale];
  return {
    whatsapp: { id: wordsOf("whatsapp", "id"), en: wordsOf("whatsapp", "en") },
    email: { id: wordsOf("email", "id"), en: wordsOf("email", "en") },
  };
}

type Written = {
  channel: string;
  locale: string;
  subject: string;
  body: string;
  updatedAt: Date;
  byName: string;
};

/** What admins wrote, and who. */
export async function readWritten(): Promise<Written[]> {
  const { rows } = await database().pool.query<Written>(
    `select t.channel, t.locale, t.subject, t.body, t.updated_at as "updatedAt", u.name as "byName"
       from nudge_template t join "user" u on u.id = t.author_id`,
  );
  return rows;
}
