import { cleanLine } from "@/lib/text/characters";
import { normaliseEmail } from "@/lib/text/email";
import { isWholeLabel, type NamedThing, namedBy } from "./field-words";
import { normalisePhone } from "./phone";
import { REGISTRATION_FIELDS, type RegistrationField } from "./registration-fields";

/** What a pasted chat says, by field. */
export type ChatAnswers = Partial<Record<RegistrationField, string>>;

const LONGEST = 5_000;
/** Labels have few words; what stands before them is the answer to the one before. */
const LABEL_WORDS = 5;
/** So many answers are no accident of a name with a colon in it. */
const ENOUGH_ANSWERS = 2;

/**
 * The answers in a message such as `Nama usaha: Kopi Senja PIC: Budi HP: 0812 …`, in several lines or in one; null
 * where it is none, or says fewer than two things that we ask for. One e-mail address that does not say whose it is
 * is the representative's.
 */
export function readChat(text: string): ChatAnswers | null {
  if (text.length > LONGEST || !/[:=@\n]/.test(text)) return null;
  const said = text.split(/[\n\r\u2028\u2029]+/).flatMap(readLine);
  const answers: ChatAnswers = {};
  for (const { thing, value } of said) {
    const field = fieldOf(thing, value, answers);
    const answer = cleanLine(value.replace(/^[\s*_~"“”,;|•-]+|[\s*_~"“”,;|•-]+$/g, ""));
    if (field !== null && answer !== "" && answers[field] === undefined) answers[field] = answer;
  }
  const isEnough = Object.keys(answers).length >= ENOUGH_ANSWERS;
  return isEnough && said.some(({ isLabelled }) => isLabelled) ? answers : null;
}

type Said = { thing: NamedThing; value: string; isLabelled: boolean };

/** What one line says: each label's answer goes to the next label. */
function readLine(line: string): Said[] {
  const labels = [...line.matchAll(/[:=：]|(?<=^[^:=]{2,40})\s[-–—]\s/gu)].flatMap(({ index, 0: sign }) => {
    const label = labelBefore(line.slice(0, index));
    return label ? [{ ...label, end: index + sign.length }] : [];
  });
  if (labels.length === 0) return unlabelled(line);
  return labels.map(({ thing, end }, place) => ({
    thing,
    value: line.slice(end, labels[place + 1]?.start),
    isLabelled: true,
  }));
}

/** The longest run of words right before a sign that names something; `start` is where it begins. */
function labelBefore(text: string): { thing: NamedThing; start: number } | null {
  const from = Math.max(text.lastIndexOf(":"), text.lastIndexOf("="), text.lastIndexOf("：")) + 1;
  const beginning = from + (/^.*[;|,]\s|^.*\s[-–—/]\s/u.exec(text.slice(from))?.[0].length ?? 0);
  const isParted = from === 0 || beginning > from;
  const words = [...text.slice(beginning).matchAll(/[^\s*_~•]+/gu)];
  for (const [place, word] of words.entries()) {
    const run = words.slice(place);
    const isWhole = (isParted && place === 0) || isWholeLabel(run.map(([letters]) => letters));
    if (run.length > LABEL_WORDS || !isWhole) continue;
    const thing = namedBy(run.map(([letters]) => letters).join(" "));
    if (thing !== null) return { thing, start: beginning + word.index };
  }
  return null;
}

/** A line of an address or a number alone says what it is by itself. */
function unlabelled(line: string): Said[] {
  if (line.includes("@") && normaliseEmail(line).ok)
    return [{ thing: "email", value: line, isLabelled: false }];
  const phone = /\d{4}/.test(line) ? normalisePhone(line, "ID") : null;
  return phone?.ok ? [{ thing: "phoneNumber", value: line, isLabelled: false }] : [];
}

function fieldOf(thing: NamedThing, value: string, answers: ChatAnswers): RegistrationField | null {
  switch (thing) {
    case "email":
      return answers.representativeEmail === undefined ? "representativeEmail" : "invitedUserEmail";
    case "name":
      return answers.businessName === undefined ? "businessName" : "representativeName";
    case "contact":
      return normalisePhone(value, "ID").ok ? "phoneNumber" : "representativeName";
    case "reference":
      return "partnerReference";
    case "other":
      return null;
    default:
      return REGISTRATION_FIELDS.find((field) => field === thing) ?? null;
  }
}
