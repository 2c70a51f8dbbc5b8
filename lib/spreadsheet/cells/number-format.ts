/** A part of a number format as it is walked through from left to right. */
export type FormatToken =
  /** Shown as it is. */
  | { type: "literal"; text: string }
  /** A place for a digit: `0` is filled up with zeros, `?` with spaces, `#` with nothing. */
  | { type: "digit"; sign: "0" | "#" | "?" }
  | { type: "point" }
  /** The number as Excel shows it without a format. */
  | { type: "general" }
  /** A run of letters of a day or a time, or one in brackets, `[h]`. */
  | { type: "moment"; letters: string };

export type FormatSection = {
  tokens: readonly FormatToken[];
  /** For which numbers it is, where it says so itself. */
  condition: ((number: number) => boolean) | null;
  /** Thousands are parted; the sign hangs on the language of whoever looks. */
  isGrouped: boolean;
  /** What a number is multiplied by before it is shown: by `%`, and by commas behind its digits. */
  factor: number;
  isScientific: boolean;
  /** The language of its months, where it names one. */
  language: number | null;
  /** Whether something in it shows what we do not know: fractions, other digits, what fills the cell. */
  isUnknown: boolean;
  /** Whether it has a place for a text. */
  hasText: boolean;
};

/** A format of Excel: up to four sections, parted by semicolons. */
export type NumberFormat = {
  sections: readonly FormatSection[];
  /** Whether it shows numbers as Excel does without a format. */
  isPlain: boolean;
  /** The section that shows texts; null where they are shown as they are. */
  forText: FormatSection | null;
};

/** Formats of Excel's own that its files do not spell out. Of days the order is that of the reader's language. */
const BUILT_IN: Readonly<Record<number, string>> = {
  0: "General",
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  9: "0%",
  10: "0.00%",
  11: "0.00E+00",
  12: "# ?/?",
  13: "# ??/??",
  15: "d-mmm-yy",
  16: "d-mmm",
  17: "mmm-yy",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  37: "#,##0;-#,##0",
  38: "#,##0;-#,##0",
  39: "#,##0.00;-#,##0.00",
  40: "#,##0.00;-#,##0.00",
  41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
  42: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
  43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
  44: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
  48: "##0.0E+0",
  49: "@",
};
/** `14` and `22`, and those of East Asian languages: a day as the reader's language writes it. */
const isDayOfLanguage = (id: number) =>
  id === 14 || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** The format of a number of Excel's own list, or of the code that the workbook gives it. */
export function formatOf(formatId: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return parseFormat(code);
  return parseFormat(isDayOfLanguage(formatId) ? "[$-F800]" : (BUILT_IN[formatId] ?? "General"));
}

/** What stands in quotation marks or behind a backslash, brackets, and then sign by sign. */
const PIECE =
  /"(?<quoted>[^"]*)"?|\\(?<escaped>.)|_(?<space>.)|\*(?<fill>.)|\[(?<bracket>[^\]]*)\]|(?<general>General|Standard)|(?<halfDay>AM\/PM|A\/P)|(?<exponent>E[+-](?=[0#?]))|(?<letters>y+|m+|d+|h+|s+|e+|g+|b+)|(?<sign>[\s\S])/giu;
const MAX_CODE_CHARACTERS = 1_024;
const MAX_SECTIONS = 4;

/** Reads a format's code. What it does not know makes a section `isUnknown`; it never throws. */
export function parseFormat(code: string): NumberFormat {
  const sections: FormatSection[] = [];
  let building = createSection();
  for (const { groups = {} } of code.slice(0, MAX_CODE_CHARACTERS).matchAll(PIECE)) {
    if (groups.sign === ";") {
      sections.push(building.end());
      building = createSection();
    } else building.add(groups);
  }
  sections.push(building.end());
  const [only] = sections;
  const isPlain = sections.length === 1 && only !== undefined && isBare(only);
  const used = sections.slice(0, MAX_SECTIONS);
  const last = used.at(-1);
  const forText = last && (last.hasText || used.length === MAX_SECTIONS) && !isBare(last) ? last : null;
  return { sections: used, isPlain, forText };
}

/** Whether a section shows a text and nothing else. */
function isBare({ tokens }: FormatSection): boolean {
  return tokens.length === 1 && tokens[0]?.type === "general";
}

function createSection() {
  const tokens: FormatToken[] = [];
  let condition: FormatSection["condition"] = null;
  let language: number | null = null;
  let isScientific = false;
  let isUnknown = false;
  let hasText = false;
  let percents = 0;
  const commas: number[] = [];
  const strokes: number[] = [];
  const literal = (text: string) => tokens.push({ type: "literal", text });
  const isDigit = (token: FormatToken | undefined) => token?.type === "digit";

  function addBracket(text: string): void {
    const compared = COMPARISON.exec(text);
    const localised = LOCALISED.exec(text);
    if (/^(h+|m+|s+)$/i.test(text)) tokens.push({ type: "moment", letters: `[${text.toLowerCase()}]` });
    else if (compared) condition = comparisonOf(compared[1] ?? "", Number(compared[2]));
    else if (localised) {
      const [, symbol, locale = ""] = localised;
      const number = /^[0-9a-f]+$/i.test(locale)
        ? Number.parseInt(locale, 16)
        : (LANGUAGES[locale.slice(0, 2)] ?? 0);
      // The language's own way to write a day or a time.
      if (number === 0xf800 || number === 0xf400 || locale.startsWith("x-sys"))
        tokens.push({ type: "moment", letters: "" });
      // Digits other than those of Latin letters.
      else if (number >>> 24 > 1) isUnknown = true;
      else language = number & 0xffff;
      if (symbol) literal(symbol);
    } else if (!COLOUR.test(text)) isUnknown = true;
  }

  function addSign(sign: string): void {
    if (sign === "0" || sign === "#" || sign === "?") {
      tokens.push({ type: "digit", sign });
    } else if (sign === ".") {
      // Behind seconds it parts their fractions, and may stand in a literal as any other sign.
      tokens.push({ type: "point" });
    } else if (sign === ",") {
      commas.push(tokens.length);
    } else if (sign === "%") {
      percents += 1;
      literal(sign);
    } else if (sign === "@") {
      hasText = true;
      tokens.push({ type: "general" });
    } else {
      if (sign === "/") strokes.push(tokens.length);
      literal(sign);
    }
  }

  return {
    add({ quoted, escaped, space, fill, bracket, general, halfDay, exponent, letters, sign }: Groups): void {
      if (quoted !== undefined) literal(quoted);
      else if (escaped !== undefined) literal(escaped);
      else if (space !== undefined) literal(" ");
      else if (fill !== undefined) isUnknown ||= fill.trim() !== "";
      else if (bracket !== undefined) addBracket(bracket);
      else if (general !== undefined) tokens.push({ type: "general" });
      else if (exponent !== undefined) isScientific = true;
      else if (halfDay !== undefined) tokens.push({ type: "moment", letters: halfDay.toUpperCase() });
      else if (letters !== undefined) tokens.push({ type: "moment", letters: letters.toLowerCase() });
      else if (sign !== undefined) addSign(sign);
    },
    end(): FormatSection {
      const last = tokens.findLastIndex(isDigit);
      const first = tokens.findIndex(isDigit);
      const isMoment = tokens.some(({ type }) => type === "moment");
      // Commas behind the last digit cut thousands off, one in between parts them, any other is shown.
      const scaling = isMoment ? [] : commas.filter((place) => place === last + 1 && last >= 0);
      const parting = commas.filter((place) => place > first && place <= last && first >= 0);
      // `# ?/?`: a stroke that is not quoted, between places for digits, shows a fraction.
      const isFraction = strokes.some((place) => first >= 0 && first < place && place < last);
      const shown = commas.filter((place) => !scaling.includes(place) && !parting.includes(place));
      for (const place of shown.reverse()) tokens.splice(place, 0, { type: "literal", text: "," });
      return {
        tokens,
        condition,
        isGrouped: !isMoment && parting.length > 0,
        factor: isMoment ? 1 : 100 ** percents / 1_000 ** scaling.length,
        isScientific,
        language,
        isUnknown: isUnknown || isFraction,
        hasText,
      };
    },
  };
}

type Groups = Readonly<Record<string, string | undefined>>;

const COMPARISON = /^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$/;
/** `[$Rp-421]` or `[$-id-ID]`: a currency sign and a language, either of which may be missing. */
const LOCALISED = /^\$(.*?)(?:-([0-9a-f]{1,8}|x-[a-z]+|[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?$/i;
/** Where a language is named by its letters. */
const LANGUAGES: Readonly<Record<string, number>> = { id: 0x421 };
const COLOUR = /^(black|blue|cyan|green|magenta|red|white|yellow|colou?r\s?\d{1,2})$/i;

function comparisonOf(sign: string, than: number): (number: number) => boolean {
  switch (sign) {
    case "<":
      return (number) => number < than;
    case "<=":
      return (number) => number <= than;
    case ">":
      return (number) => number > than;
    case ">=":
      return (number) => number >= than;
    case "=":
      return (number) => number === than;
    default:
      return (number) => number !== than;
  }
}

/** The section that shows a number, and whether the sign is left to it. Null where the format says nothing of it. */
export function sectionFor(
  { sections }: NumberFormat,
  number: number,
): { section: FormatSection; isSignLeft: boolean } | null {
  const [first, second, third] = sections;
  if (!first) return null;
  if (first.condition || second?.condition) {
    const fitting = sections.slice(0, 3).find(({ condition }) => condition?.(number) ?? true);
    return fitting ? { section: fitting, isSignLeft: false } : null;
  }
  if (number < 0 && second) return { section: second, isSignLeft: true };
  if (number === 0 && third) return { section: third, isSignLeft: false };
  return { section: first, isSignLeft: false };
}
