import { normalisePhone } from "@/lib/registrations/input/phone";
import { phoneEndDigits, phoneStart, readPieces, searchKind } from "@/lib/registrations/list/search";
import type { Match } from "@/lib/registrations/registration-view";
import { comparisonName } from "@/lib/text/comparison";

/** What of a row may be matched by whoever searches; contacts are null for who sees none. */
export type Matchable = {
  names: string;
  reference: string;
  businessIds: readonly string[];
  brandIds: readonly string[];
  requestId: string | null;
  contacts: { phone: string; email: string; invitedEmail: string } | null;
};

/**
 * Why a search found a row. Null where the words stand in its names, which the row shows anyway, and where nothing that
 * the actor may know tells it.
 */
export function matchOf(typed: string, row: Matchable): Match | null {
  const query = typed.normalize("NFKC");
  const { reference, businessIds, brandIds, requestId, contacts } = row;
  const ids: readonly (readonly [Match["field"], string])[] = [
    ["reference", reference],
    ...businessIds.map((id) => ["business", id] as const),
    ...brandIds.map((id) => ["brand", id] as const),
    ...(requestId ? [["requestId", requestId] as const] : []),
  ];
  if (searchKind(query) === "id") return firstOf(ids, (id) => startOf(id, query) ?? endOf(id, query));
  const whole = contacts && phoneMatch(query, contacts.phone);
  if (whole) return { field: "phone", ...whole };
  const names = ` ${comparisonName(row.names)} `;
  const isInNames = (word: string) => names.includes(word.length < 3 ? ` ${word}` : word);
  const addresses: readonly (readonly [Match["field"], string])[] = contacts
    ? [
        ["email", contacts.email],
        ["invitedEmail", contacts.invitedEmail],
      ]
    : [];
  for (const { text, words } of readPieces(query)) {
    if (words.every(isInNames) && !text.includes("@")) continue;
    const found =
      firstOf(addresses, (address) => partOf(address, text)) ??
      firstOf(contacts ? [["phone", contacts.phone]] : [], (phone) => phoneMatch(text, phone)) ??
      firstOf(ids, (id) => startOf(id, text) ?? endOf(id, text));
    if (found) return found;
  }
  return null;
}

type Parts = Omit<Match, "field">;

function firstOf(
  values: readonly (readonly [Match["field"], string])[],
  find: (value: string) => Parts | null,
): Match | null {
  for (const [field, value] of values) {
    const parts = find(value);
    if (parts) return { field, ...parts };
  }
  return null;
}

function phoneMatch(query: string, phone: string): Parts | null {
  const start = phoneStart(query);
  if (start && phone.startsWith(start)) return cut(phone, 0, start.length);
  const digits = phoneEndDigits(query);
  if (digits && phone.endsWith(digits)) return cut(phone, phone.length - digits.length, digits.length);
  const whole = /\d/.test(query) ? normalisePhone(query, "ID") : null;
  return whole?.ok && whole.e164 === phone ? cut(phone, 0, phone.length) : null;
}

function startOf(value: string, text: string): Parts | null {
  return value.toUpperCase().startsWith(text.toUpperCase()) ? cut(value, 0, text.length) : null;
}

function endOf(value: string, text: string): Parts | null {
  return value.toUpperCase().endsWith(text.toUpperCase())
    ? cut(value, value.length - text.length, text.length)
    : null;
}

/** Any part of a longer text; the start of a shorter one, where an address begins. */
function partOf(value: string, text: string): Parts | null {
  const place = value.toUpperCase().indexOf(text);
  if (place < 0 || (text.length < 3 && place > 0)) return null;
  return cut(value, place, text.length);
}

function cut(value: string, start: number, length: number): Parts {
  return {
    before: value.slice(0, start),
    hit: value.slice(start, start + length),
    after: value.slice(start + length),
  };
}
