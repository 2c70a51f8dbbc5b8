// How each field is called in DOKU's messages, as words: `invited_user.email`, `invitedUser.email` and
// "Invited user email" are one. A bare "name" or "email" is left out, because it could be either of two fields.
const PHRASES = {
  partnerReference: ["partner ref id", "partner reference", "partner ref"],
  businessName: ["business name"],
  representativeName: ["contact name", "representative name"],
  representativeEmail: ["contact email", "representative email"],
  phoneNumber: ["phone number", "phone calling code", "calling code", "contact phone"],
  invitedUserEmail: ["invited user email", "invited user"],
  referralCode: ["referral code", "referral"],
} as const satisfies Record<string, readonly string[]>;

/** The fields of our form that DOKU can name. */
export type DokuField = keyof typeof PHRASES;

const DOKU_FIELDS = Object.keys(PHRASES) as DokuField[];
const PHRASE_FIELDS = DOKU_FIELDS.flatMap((field) => PHRASES[field].map((phrase) => ({ field, phrase })));

/** The field so called; null where it is none. */
export function dokuFieldOf(name: string | null | undefined): DokuField | null {
  return DOKU_FIELDS.find((field) => field === name) ?? null;
}

/**
 * The field that DOKU's messages name first, or null when none of them names one of ours. The earliest
 * mention counts, because what a merchant typed is quoted after the name of its field.
 */
export function findProblemField(messages: readonly string[]): DokuField | null {
  for (const message of messages) {
    const words = ` ${spellAsWords(message)} `;
    let first: { field: DokuField; at: number } | null = null;
    for (const { field, phrase } of PHRASE_FIELDS) {
      const at = words.indexOf(` ${phrase} `);
      if (at >= 0 && (first === null || at < first.at)) first = { field, at };
    }
    if (first !== null) return first.field;
  }
  return null;
}

function spellAsWords(message: string): string {
  return message
    .slice(0, 1_000)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/e-mail/g, "email")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
