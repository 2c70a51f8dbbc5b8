import type { Locale } from "@/lib/i18n/locale";
import type { NudgeTemplate } from "./built-in-templates";
import { readDocuments } from "./document-lists";
import { documentLines, documentQueryFor } from "./documents";
import { writeMessage } from "./message-text";
import type { NudgeFacts } from "./nudge-facts";
import { readTemplates } from "./templates";

/** The e-mail that reminds one merchant, by the words that are in force now. */
export async function writeMail(
  facts: NudgeFacts,
  { locale, sender }: { locale: Locale; sender: string },
): Promise<NudgeTemplate> {
  const [templates, kept] = await Promise.all([
    readTemplates(),
    readDocuments(facts.credentialId, facts.legalEntity),
  ]);
  const documents = documentLines(kept?.documents ?? null, documentQueryFor(facts.legalEntity), locale);
  return writeMessage(templates.email[locale], { ...facts, documents, sender });
}
