import Download from "lucide-react/icons/download";
import ScrollText from "lucide-react/icons/scroll-text";
import type { Route } from "next";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { ColumnHeader, Table } from "@/components/ui/table";
import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import { formatMoment } from "@/lib/i18n/format";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { AUDIT_LOG } from "./address";
import type { CheckAudit } from "./audit-check";
import { AuditSeal, type AuditSealRow } from "./audit-seal";
import { EntryRow } from "./entry-row";

/** A page of the log and its neighbours, as addresses. */
export type AuditPage = {
  entries: readonly AuditLogEntry[];
  older: Route | null;
  newest: Route | null;
  /** How far back was looked where nothing more was found in time. */
  lookedBackTo: Date | null;
};

/** What was done, by whom and when; newest first. */
export async function AuditLog({
  page: { entries, older, newest, lookedBackTo },
  query,
  filters,
  dropped,
  seal,
  check,
}: {
  page: AuditPage;
  /** The filter as the address has it, without its place; empty where all is shown. */
  query: string;
  filters: ReactNode;
  /** Parts of the address that are not understood. */
  dropped: readonly string[];
  seal: AuditSealRow | null;
  check: CheckAudit;
}) {
  const [t, tCommon, style] = await Promise.all([
    getTranslator("audit"),
    getTranslator("common"),
    getTimeStyle(),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <form method="post" action="/audit-log/export">
            <input type="hidden" name="query" value={query} />
            <Button type="submit" icon={<Download aria-hidden="true" />}>
              {t("export")}
            </Button>
          </form>
        }
      />
      <AuditSeal seal={seal} check={check} />
      {filters}
      {dropped.length > 0 ? (
        <Notice tone="warning" role="status">
          {t("dropped", {
            count: dropped.length,
            names: dropped.map((name) => `“${name.slice(0, 40)}”`).join(", "),
          })}
        </Notice>
      ) : null}
      {entries.length > 0 ? (
        <Table label={t("table")}>
          <thead>
            <tr>
              <ColumnHeader className="max-md:hidden">{t("columns.when")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.who")}</ColumnHeader>
              <ColumnHeader>{t("columns.what")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.about")}</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </Table>
      ) : lookedBackTo === null ? (
        <EmptyState
          icon={<ScrollText aria-hidden="true" />}
          title={t(query === "" ? "empty" : "noMatch")}
          actions={query === "" ? null : <ButtonLink href={AUDIT_LOG}>{t("clear")}</ButtonLink>}
        >
          {t(query === "" ? "emptyText" : "noMatchText")}
        </EmptyState>
      ) : null}
      {lookedBackTo ? (
        <Notice
          tone="info"
          role="status"
          actions={
            older ? (
              <ButtonLink href={older} size="small">
                {t("lookFurther")}
              </ButtonLink>
            ) : null
          }
        >
          {t("lookedBackTo", { time: formatMoment(lookedBackTo, style) })}
        </Notice>
      ) : null}
      <Pagination
        label={t("pages")}
        newer={newest}
        older={lookedBackTo ? null : older}
        newerLabel={t("newest")}
        olderLabel={tCommon("older")}
      />
    </div>
  );
}
