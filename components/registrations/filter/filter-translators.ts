import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { getTranslator } from "@/lib/server/language";
import type { FilterTranslators } from "./words";

/** What the filters in force are said with, in the language of this request. */
export async function getFilterTranslators(): Promise<FilterTranslators> {
  const [causes, progress, who] = await Promise.all([
    getCauseTranslators(),
    getTranslator("progress"),
    getTranslator("who"),
  ]);
  return { ...causes, progress, who };
}
