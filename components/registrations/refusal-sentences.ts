import type { DokuField } from "@/lib/doku/problem-field";
import { type RefusalMeaning, readRefusal } from "@/lib/doku/refusal-meaning";
import type { Translator } from "@/lib/i18n/translator";
import { isMendable, locateRefusal, type Names, refusedSigns } from "@/lib/registrations/input/remedy";

export type RefusalTranslators = { refusals: Translator<"refusals">; form: Translator<"form"> };

/** A refusal as it is kept: DOKU's words, and the field that they name, if it is known. */
export type Refusal = {
  words: string;
  field?: DokuField | null;
  /** The merchant's, by which it is seen which signs are meant; left out where it is about several merchants. */
  names?: Names;
};

/**
 * What DOKU refused in plain words, each sentence with the field by its label on our form. Words that the dictionary
 * does not know stand in quotes.
 */
export function refusalSentences(
  { words, field = null, names }: Refusal,
  translators: RefusalTranslators,
): string[] {
  const meanings = readRefusal(words, field).map((each) => (names ? locateRefusal(each, names) : each));
  return [...new Set(meanings.map((meaning) => sentenceOf(meaning, names, translators)))];
}

/** The same in one line. */
export function refusalText(refusal: Refusal, translators: RefusalTranslators): string {
  return refusalSentences(refusal, translators).join(". ");
}

function sentenceOf(
  meaning: RefusalMeaning,
  names: Names | undefined,
  { refusals: t, form }: RefusalTranslators,
): string {
  const field = meaning.field === null ? t("someField") : form(meaning.field);
  switch (meaning.kind) {
    case "characters": {
      const signs = signsOf(meaning, names);
      if (signs.length > 0) return t("characters.named", { field, signs: signs.map(quoted).join(", ") });
      return t("characters.unnamed", { field });
    }
    case "length": {
      const { min, max, unit } = meaning;
      if (max !== null && min !== null && min > 1) return t("length.between", { field, min, max, unit });
      if (max !== null) return t("length.most", { field, max, unit });
      return min === null ? t("length.other", { field }) : t("length.least", { field, min, unit });
    }
    case "other":
      return meaning.field === null
        ? t("otherNoField", { words: meaning.words })
        : t("other", { field, words: meaning.words });
    case "missing":
    case "email":
    case "number":
    case "mobile":
    case "used":
    case "unknown":
    case "format":
      return t(meaning.kind, { field });
  }
}

/** Those that the merchant's own name has, or else those that DOKU named. */
function signsOf(meaning: RefusalMeaning & { kind: "characters" }, names: Names | undefined): string[] {
  const found = names && isMendable(meaning.field) ? refusedSigns(meaning, names[meaning.field]) : [];
  return found.length > 0 ? found : [...meaning.named];
}

function quoted(sign: string): string {
  return `“${sign}”`;
}
