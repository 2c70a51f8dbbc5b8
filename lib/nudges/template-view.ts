import type { Locale } from "@/lib/i18n/locale";
import type { NudgeTemplate, TemplateChannel } from "./built-in-templates";

/** Which words: of a way, in a language. */
export type TemplateKey = { channel: TemplateChannel; locale: Locale };

/** The words in force, and where an admin wrote them, who and when (ISO 8601, UTC). */
export type TemplateView = TemplateKey & NudgeTemplate & { written: { byName: string; at: string } | null };

/** What can be wrong with the words of a template. */
export const TEMPLATE_PROBLEMS = ["missing", "tooLong", "unknownPlaceholders", "hasId"] as const;
export type TemplateProblem = (typeof TEMPLATE_PROBLEMS)[number];
