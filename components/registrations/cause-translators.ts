import { getTranslator } from "@/lib/server/language";
import type { CauseTranslators } from "./cause-words";

/** What causes and refusals are said with, in the language of this request. */
export async function getCauseTranslators(): Promise<CauseTranslators> {
  const [filters, detail, refusals, form] = await Promise.all([
    getTranslator("filters"),
    getTranslator("detail"),
    getTranslator("refusals"),
    getTranslator("form"),
  ]);
  return { filters, detail, refusals, form };
}
