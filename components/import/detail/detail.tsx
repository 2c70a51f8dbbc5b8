import FileSpreadsheet from "lucide-react/icons/file-spreadsheet";
import { isGoingOn, isScheduled } from "@/components/import/import-progress";
import { ImportStatusBadge } from "@/components/import/import-status-badge";
import { fileWords } from "@/components/import/import-words";
import { CheckedCard, SendCard } from "@/components/import/stages/checked-card";
import { FileNotice } from "@/components/import/stages/file-notice";
import { MappingCard } from "@/components/import/stages/mapping-card";
import { ReadingCard } from "@/components/import/stages/reading-card";
import { RefusedNotice } from "@/components/import/stages/refused-notice";
import { ReplacedNotice, ReplaceNotice } from "@/components/import/stages/replace-notice";
import { ResultCard } from "@/components/import/stages/result-card";
import { SendingCard } from "@/components/import/stages/sending-card";
import { JobRefresh } from "@/components/live/job-refresh";
import { LiveRefresh } from "@/components/live/live-refresh";
import { BackLink } from "@/components/ui/back-link";
import { PageHeader } from "@/components/ui/page-header";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDateTime } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import type { ImportDetailProps } from "./detail-props";
import { ImportRows } from "./rows";

/** Until the first row goes, what is shown changes with no registration of the page. */
const NONE: readonly string[] = [];

/** One spreadsheet on its way: what is being done with it, what a person has to do, and its rows. */
export async function ImportDetail(props: ImportDetailProps) {
  const { batch } = props;
  const waits = isScheduled(batch, new Date());
  const [locale, t, style] = await Promise.all([getLocale(), getTranslator("imports"), getTimeStyle()]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        back={<BackLink href="/imports">{t("back")}</BackLink>}
        title={
          <span className="inline-flex items-start gap-2">
            <FileSpreadsheet aria-hidden="true" className="mt-1 size-5 shrink-0 text-ink-faint" />
            {fileWords(t, batch)}
          </span>
        }
        badge={<ImportStatusBadge batch={batch} isScheduled={waits} />}
        description={t("uploadedBy", {
          name: batch.createdByName,
          time: formatDateTime(new Date(batch.createdAt), style),
        })}
      />
      {waits ? <LiveRefresh ids={NONE} showsOthers /> : <JobRefresh active={isGoingOn(batch)} />}
      <ClientMessagesProvider
        locale={locale}
        messages={compileMessages(locale, ["imports", "common", "errors", "status"])}
      >
        <Stage {...props} />
      </ClientMessagesProvider>
    </div>
  );
}

/** What stands on the page while the batch is where it is. */
function Stage(props: ImportDetailProps) {
  const { batch, rows, mayWrite, actions } = props;
  const notice = <FileNotice batch={batch} mayWrite={mayWrite} actions={actions} />;
  if (props.isRematching) return <MappingCard batch={batch} rows={rows} match={actions.match} />;
  switch (batch.status) {
    case "refused":
      return <RefusedNotice batch={batch} mayWrite={mayWrite} />;
    case "reading":
    case "checking":
      return <ReadingCard batch={batch} />;
    case "mapping":
      return (
        <>
          {notice}
          <MappingCard batch={batch} rows={rows} match={mayWrite ? actions.match : null} />
        </>
      );
    case "checked":
      return (
        <>
          {notice}
          {props.replaceable ? (
            <ReplaceNotice importId={batch.id} earlier={props.replaceable} replace={actions.replace} />
          ) : null}
          <CheckedCard batch={batch} mayWrite={mayWrite} send={actions.send} />
          <ImportRows {...props} />
          {mayWrite ? <SendCard batch={batch} send={actions.send} /> : null}
        </>
      );
    case "canary":
    case "canary_done":
    case "sending":
    case "paused":
      return (
        <>
          <SendingCard batch={batch} mayWrite={mayWrite} actions={actions} />
          {notice}
          <ImportRows {...props} />
        </>
      );
    case "stopped":
    case "finished":
      return (
        <>
          <ReplacedNotice batch={batch} />
          <ResultCard batch={batch} />
          {batch.rowsRemovedAt ? null : (
            <>
              {notice}
              <ImportRows {...props} />
            </>
          )}
        </>
      );
  }
}
