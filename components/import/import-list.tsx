import FileSpreadsheet from "lucide-react/icons/file-spreadsheet";
import FileUp from "lucide-react/icons/file-up";
import type { Route } from "next";
import Link from "next/link";
import { JobRefresh } from "@/components/live/job-refresh";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import { formatTime } from "@/lib/i18n/format";
import type { Translator } from "@/lib/i18n/translator";
import type { ImportSummary } from "@/lib/imports/import-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { isGoingOn, isScheduled } from "./import-progress";
import { ImportStatusBadge } from "./import-status-badge";
import { fileWords } from "./import-words";

/** Every spreadsheet that was handed in, newest first. `older` and `newest` are addresses, or null. */
export async function ImportList({
  imports,
  older,
  newest,
  newHref,
}: {
  imports: readonly ImportSummary[];
  older: Route | null;
  newest: Route | null;
  /** Null for people who may only look. */
  newHref: Route | null;
}) {
  const [t, common] = await Promise.all([getTranslator("imports"), getTranslator("common")]);
  const upload = newHref ? (
    <ButtonLink href={newHref} variant="primary" icon={<FileUp aria-hidden="true" />}>
      {t("new")}
    </ButtonLink>
  ) : null;
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={imports.length === 0 ? null : upload}
      />
      <JobRefresh active={imports.some(isGoingOn)} />
      {imports.length === 0 ? (
        <EmptyState icon={<FileSpreadsheet aria-hidden="true" />} title={t("empty")} actions={upload}>
          {t(newHref ? "emptyText" : "emptyViewer")}
        </EmptyState>
      ) : (
        <ImportTable imports={imports} />
      )}
      <Pagination
        label={t("pages")}
        newer={newest}
        older={older}
        newerLabel={t("newest")}
        olderLabel={common("older")}
      />
    </div>
  );
}

/** Batches as a table: file and status, what became of the rows, who, when. */
export async function ImportTable({ imports }: { imports: readonly ImportSummary[] }) {
  const t = await getTranslator("imports");
  return (
    <Table label={t("table")}>
      <thead>
        <tr>
          <ColumnHeader>{t("columns.file")}</ColumnHeader>
          <ColumnHeader className="max-sm:hidden">{t("columns.rows")}</ColumnHeader>
          <ColumnHeader className="max-md:hidden">{t("columns.who")}</ColumnHeader>
          <ColumnHeader className="max-md:hidden">{t("columns.when")}</ColumnHeader>
        </tr>
      </thead>
      <tbody>
        {imports.map((batch) => (
          <ImportTableRow key={batch.id} batch={batch} />
        ))}
      </tbody>
    </Table>
  );
}

async function ImportTableRow({ batch }: { batch: ImportSummary }) {
  const [t, style] = await Promise.all([getTranslator("imports"), getTimeStyle()]);
  const when = (
    <TimeText at={batch.createdAt} style={style}>
      {formatTime(new Date(batch.createdAt), new Date(), style)}
    </TimeText>
  );
  const rows = rowWords(t, batch);
  return (
    <Row interactive className="relative">
      <Cell>
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            href={`/imports/${batch.id}`}
            prefetch={false}
            className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
          >
            {fileWords(t, batch)}
          </Link>
          <ImportStatusBadge batch={batch} isScheduled={isScheduled(batch, new Date())} />
        </span>
        {batch.pauseReason ? (
          <p className="mt-0.5 text-sm text-warning-ink">{t(`pauseReason.${batch.pauseReason}`)}</p>
        ) : null}
        {rows ? <p className="mt-0.5 text-ink-soft text-sm sm:hidden">{rows}</p> : null}
        <p className="mt-0.5 text-ink-soft text-sm md:hidden">
          {batch.createdByName} · {when}
        </p>
      </Cell>
      <Cell className="text-ink-soft tabular-nums max-sm:hidden">{rows}</Cell>
      <Cell className="text-ink-soft max-md:hidden">{batch.createdByName}</Cell>
      <Cell className="whitespace-nowrap text-ink-soft tabular-nums max-md:hidden">{when}</Cell>
    </Row>
  );
}

/** How many rows, and what there is to know of them: "412 rows · 400 registered · 9 need fixing · 3 with a warning". */
function rowWords(
  t: Translator<"imports">,
  { status, rowCount, rows, delivered, standing }: ImportSummary,
): string {
  if (status === "refused") return "";
  const facts = [
    ["registered", delivered.INVITED],
    ["ready", rows.ready],
    ["problems", rows.problems + standing.NEEDS_FIX],
    ["warnings", rows.warnings],
    ["unsure", delivered.UNCONFIRMED],
  ] as const;
  const told = facts.filter(([, count]) => count > 0).map(([name, count]) => t(`summary.${name}`, { count }));
  return [t("rowCount", { count: rowCount }), ...told].join(" · ");
}
