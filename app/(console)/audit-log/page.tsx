import type { Metadata } from "next";
import { AuditLog } from "@/components/people/audit-log";
import { getAuditSeal, listAuditEntries, parseAuditCursor } from "@/lib/audit/queries";
import { requirePermission } from "@/lib/auth/session";
import { getTranslator } from "@/lib/server/language";
import { checkLog } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("audit");
  return { title: t("title") };
}

export default async function AuditLogPage({ searchParams }: PageProps<"/audit-log">) {
  const actor = await requirePermission("audit.read");
  const { cursor } = await searchParams;
  const [{ entries, older, isLater }, seal] = await Promise.all([
    listAuditEntries(actor, parseAuditCursor(cursor)),
    getAuditSeal(actor),
  ]);
  return (
    <AuditLog
      entries={entries}
      older={older === null ? null : `/audit-log?cursor=${older}`}
      newest={isLater ? "/audit-log" : null}
      seal={seal}
      check={checkLog}
    />
  );
}
