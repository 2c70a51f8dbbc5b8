const NUMBER_SIGNS = /^[\s'+(]*\d[\d\s().,+'-]*$/;
const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E\+?(\d{1,3})$/i;
/** A day, as spreadsheet programs show and save it. */
const DAY =
  /^(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}[- ](?:jan|feb|mar|apr|mei|may|jun|jul|agu|ags|aug|sep|okt|oct|nov|des|dec)[a-z]*(?:[- ]\d{2,4})?|(?:jan|feb|mar|apr|mei|may|jun|jul|agu|ags|aug|sep|okt|oct|nov|des|dec)[a-z]*[- ]\d{2,4})(?:[ T]\d{1,2}[:.]\d{2}.*)?$/i;
const EXACT_DIGITS = 15;

/**
 * Whether a value is what a spreadsheet program makes of another when it takes it for a number or a day: `34` of
 * `00034`, `6581234567` of `+65 8123 4567`, `8.15E+10` of a phone number, `1-Mar` of `MAR-1`. Pure.
 */
export function hasLostForm(before: string, now: string): boolean {
  const old = before.trim();
  const text = now.trim();
  if (old === text || old === "" || text === "") return false;
  if (/^(?:true|false)$/i.test(old)) return old.toUpperCase() === text;
  if (SCIENTIFIC.test(text)) return isRoundedTo(old, text);
  if (DAY.test(text) && !DAY.test(old)) return digitsOf(old) !== "";
  if (DAY.test(text)) return isDayOf(old, text);
  if (!NUMBER_SIGNS.test(text)) return false;
  return isSameNumber(old, text) || isExponent(old, text);
}

/** The same digits but for zeros in front and signs between, or the same up to where Excel's exactness ends. */
function isSameNumber(old: string, text: string): boolean {
  if (!NUMBER_SIGNS.test(old)) return false;
  const [digits, kept] = [old, text].map((each) => digitsOf(each.replace(/[.,]0+$/, "")).replace(/^0+/, ""));
  if (digits === undefined || kept === undefined) return false;
  if (digits === kept) return true;
  const rest = kept.slice(EXACT_DIGITS);
  const isCut = digits.length > EXACT_DIGITS && kept.length === digits.length && /^0*$/.test(rest);
  return isCut && digits.slice(0, EXACT_DIGITS) === kept.slice(0, EXACT_DIGITS);
}

/** `1E5`, which is a code, as 100000. */
function isExponent(old: string, text: string): boolean {
  return /^\d+(?:\.\d+)?E\+?\d{1,2}$/i.test(old) && Number(old) === Number(digitsOf(text));
}

function isRoundedTo(old: string, text: string): boolean {
  const [, first = "", more = ""] = SCIENTIFIC.exec(text) ?? [];
  const number = /^\d+E\+?\d{1,3}$/i.test(old) ? Number(old) : Number(digitsOf(old));
  if (!Number.isFinite(number) || digitsOf(old) === "" || /[a-df-z]/i.test(old)) return false;
  const [mantissa = "", exponent = ""] = number.toExponential(more.length).split("e+");
  return digitsOf(mantissa) === first + more && Number(exponent) === Number(SCIENTIFIC.exec(text)?.[3]);
}

/** Whether a day has every number of a text that looks like one too: `MAR-26` and `2026-03-01`, not `3-4` and `3-5`. */
function isDayOf(old: string, day: string): boolean {
  const numbersOf = (text: string) => (text.match(/\d+/g) ?? []).map((number) => Number(number) % 100);
  const numbers = numbersOf(day);
  return numbersOf(old).every((number) => numbers.includes(number));
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}
