import { fileWords } from "@/components/import/import-words";
import { isAuditAction } from "@/lib/audit/actions";
import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import { ROLES, type Role } from "@/lib/authority/actor";
import { formatNumber } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";
import type { Translator } from "@/lib/i18n/translator";

export type EntryTranslators = {
  locale: Locale;
  audit: Translator<"audit">;
  layout: Translator<"layout">;
  imports: Translator<"imports">;
};

/** What an entry says, for the page and for its file. `facts` are what was written with it and has no sentence. */
export type EntryWords = {
  who: string;
  what: string;
  about: string | null;
  said: string | null;
  facts: readonly (readonly [string, string])[];
};

export function entryWords(entry: AuditLogEntry, say: EntryTranslators): EntryWords {
  const { actor, action } = entry;
  const said = detailWords(entry, say);
  return {
    who: actor === null ? say.audit("system") : (actor.name ?? say.audit("formerPerson")),
    what: isAuditAction(action) ? say.audit(`action.${action}`) : say.audit("unknownAction", { action }),
    about: subjectWords(entry, say),
    said,
    facts:
      said === null
        ? Object.entries(entry.details).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(", ") : String(value),
          ])
        : [],
  };
}

/** What it was done to; what people do to themselves needs no second name. */
function subjectWords(
  { actor, registration, person, credential, spreadsheet }: AuditLogEntry,
  say: EntryTranslators,
): string | null {
  if (registration) return registration.businessName;
  if (spreadsheet) return fileWords(say.imports, spreadsheet);
  const isSelf = person !== null && person.id === actor?.id;
  return isSelf ? null : (person?.name ?? credential?.label ?? null);
}

/** A reason, a change of limit or role; null for anything else. */
function detailWords(
  { action, details }: AuditLogEntry,
  { audit, layout, locale }: EntryTranslators,
): string | null {
  const roleName = (role: Role | undefined) => role && layout(`roles.${role}`);
  const from = roleName(roleOf(details.from));
  const to = roleName(roleOf(details.to));
  const role = roleName(roleOf(details.role));
  if (from && to) return audit("roleChange", { from, to });
  if (role) return role;
  if (action === "credential.rate_limit_changed") {
    const rateOf = (figure: unknown) =>
      typeof figure === "number"
        ? audit("rate.perSecond", { rate: formatNumber(figure, locale) })
        : audit("rate.none");
    return audit("rateChange", { from: rateOf(details.from), to: rateOf(details.to) });
  }
  if (action.startsWith("registration.") && typeof details.reason === "string")
    return audit("reason", { reason: details.reason });
  return null;
}

function roleOf(value: unknown): Role | undefined {
  return ROLES.find((known) => known === value);
}
