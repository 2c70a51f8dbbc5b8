import { maskEmail } from "@/lib/i18n/mask";
import type { NudgeTemplate } from "./built-in-templates";
import { fillPlaceholders } from "./placeholders";

export const SUBJECT_MAX_LENGTH = 200;
export const BODY_MAX_LENGTH = 4_000;

/** What is known of the merchant and of who reminds them. */
export type MessageFacts = {
  businessName: string;
  representativeName: string;
  invitedUserEmail: string;
  documents: string;
  sender: string;
};

/** The words of a template for one merchant. Pure. */
export function writeMessage({ subject, body }: NudgeTemplate, facts: MessageFacts): NudgeTemplate {
  const values = {
    business_name: inOneLine(facts.businessName),
    representative_name: inOneLine(facts.representativeName),
    inbox: maskEmail(facts.invitedUserEmail),
    documents: facts.documents,
    sender: inOneLine(facts.sender),
  };
  return {
    subject: cutTo(SUBJECT_MAX_LENGTH, inOneLine(fillPlaceholders(subject, values))),
    body: fillPlaceholders(body, values),
  };
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The beginning of a text, never with half a sign at its end. Pure. */
export function cutTo(maxLength: number, text: string): string {
  return text.slice(0, maxLength).replace(/\p{Cs}$/u, "");
}

/** A fictional merchant, for a look at a template. */
export const SAMPLE_FACTS = {
  businessName: "Kopi Senja",
  representativeName: "Budi",
  invitedUserEmail: "budi@kopisenja.example",
  sender: "Rina",
} as const satisfies Partial<MessageFacts>;

/** Ids of DOKU and of ours, and keys: nothing of that helps a merchant, and some of it opens doors. */
const IDS = [
  /\bB(?:SN|RN)-[\w.-]*\d[\w.-]*/gi,
  // A letter of approval is called so too, as SK-Kemenkumham: in a key there are digits, or it is long.
  /\bSK-(?=[\w-]*[\d_]|[\w-]{18})[\w-]{8,}/gi,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
];

/** What is known of the registration that a message is about: its ids, and its merchant's own words, which may look like some. */
export type OwnTexts = { ids: readonly string[]; words: readonly string[] };

const NO_TEXTS: OwnTexts = { ids: [], words: [] };

/** The first id or key in a text; null where there is none. Pure. */
export function idIn(text: string, own: OwnTexts = NO_TEXTS): string | null {
  const ownId = own.ids.find((id) => id !== "" && text.includes(id));
  if (ownId !== undefined) return ownId;
  for (const form of IDS) {
    for (const [found] of text.matchAll(form)) {
      // What ends a sentence is no part of a name.
      const plain = found.replace(/[.-]+$/, "");
      if (!own.words.some((words) => words.includes(plain))) return found;
    }
  }
  return null;
}

/** What keeps a message from leaving; null where nothing does. Pure. */
export function refuseMessage(
  { subject, body }: NudgeTemplate,
  own: OwnTexts,
): { problem: "missing" | "tooLong" | "hasId"; found: string } | null {
  if (body.trim() === "") return { problem: "missing", found: "" };
  if (body.length > BODY_MAX_LENGTH || subject.length > SUBJECT_MAX_LENGTH)
    return { problem: "tooLong", found: "" };
  const found = idIn(`${subject}\n${body}`, own);
  return found === null ? null : { problem: "hasId", found };
}
