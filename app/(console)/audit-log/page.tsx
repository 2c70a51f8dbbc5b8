import type { Metadata } from "next";
import { auditAddress } from "@/components/audit/address";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditLog } from "@/components/audit/audit-log";
import { fileWords } from "@/components/import/import-words";
import {
  AUDIT_THINGS,
  type AuditFilter,
  actsOf,
  readAuditFilter,
  SYSTEM_PERSON,
  writeAuditFilter,
} from "@/lib/audit/log/filter";
import { type AuditSubject, findAuditSubject, getAuditSeal, listAuditEntries } from "@/lib/audit/log/queries";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { RELATIVE_RANGES } from "@/lib/registrations/list/date-range";
import { getLocale, getTranslator } from "@/lib/server/language";
import { listPeople } from "@/lib/users/queries";
import { checkLog } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("audit");
  return { title: t("title") };
}

export default async function AuditLogPage({ searchParams }: PageProps<"/audit-log">) {
  const actor = await requirePermission("audit.read");
  const { filter, dropped } = readAuditFilter(await searchParams);
  const [{ isLater, ...page }, seal, filters] = await Promise.all([
    listAuditEntries(actor, filter, new Date()),
    getAuditSeal(actor),
    filterTools(actor, filter),
  ]);
  const whole = { ...filter, cursor: null };
  return (
    <AuditLog
      page={{
        ...page,
        older: page.older === null ? null : auditAddress({ ...filter, cursor: page.older }),
        newest: isLater ? auditAddress(whole) : null,
      }}
      query={writeAuditFilter(whole)}
      filters={filters}
      dropped={dropped}
      seal={seal}
      check={checkLog}
    />
  );
}

async function filterTools(actor: UserActor, filter: AuditFilter) {
  const [locale, t, filters, people, subject] = await Promise.all([
    getLocale(),
    getTranslator("audit"),
    getTranslator("filters"),
    listPeople(actor),
    filter.about && findAuditSubject(actor, filter.about),
  ]);
  return (
    <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["auditFilter"])}>
      <AuditFilters
        filter={filter}
        people={[
          { value: SYSTEM_PERSON, label: t("system") },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        things={AUDIT_THINGS.map((thing) => ({ value: thing, label: t(`things.${thing}`) }))}
        acts={actsOf(filter.thing).map((act) => ({ value: act, label: t(`action.${act}`) }))}
        ranges={RELATIVE_RANGES.map((range) => ({ value: range, label: filters(`ranges.${range}`) }))}
        about={filter.about && (await subjectWords(subject))}
      />
    </ClientMessagesProvider>
  );
}

async function subjectWords(subject: AuditSubject | null): Promise<string> {
  if (subject?.kind === "spreadsheet") return fileWords(await getTranslator("imports"), subject);
  return subject?.name ?? (await getTranslator("audit"))("goneSubject");
}
