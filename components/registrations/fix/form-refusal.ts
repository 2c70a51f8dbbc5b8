import {
  type Refusal,
  type RefusalTranslators,
  refusalText,
} from "@/components/registrations/refusal-sentences";
import { readRefusal } from "@/lib/doku/refusal-meaning";
import { locateRefusal, type Names, remedyOf } from "@/lib/registrations/input/remedy";
import type { FormRefusal } from "./refused-fields";

/** Reads DOKU's words for the form; null where there are none. */
export function formRefusal(
  { words, field, names }: Omit<Refusal, "words" | "names"> & { words: string | null; names: Names },
  translators: RefusalTranslators,
): FormRefusal | null {
  if (!words) return null;
  const meanings = readRefusal(words, field).map((meaning) => locateRefusal(meaning, names));
  const remedies = remedyOf(meanings, names) ?? [];
  const sentences = words.split(/;\s+/).filter((sentence) => sentence.trim() !== "");
  const fields: FormRefusal["fields"] = {};
  for (const [place, meaning] of meanings.entries()) {
    const refused = meaning.field;
    if (refused === null || fields[refused]) continue;
    fields[refused] = {
      sentence: refusalText({ words: sentences[place] ?? words, field: refused, names }, translators),
      remedy: remedies.find((remedy) => remedy.field === refused)?.after ?? null,
    };
  }
  return { words, text: refusalText({ words, field, names }, translators), fields };
}
