import { DownloadLink } from "@/components/import/download-link";
import { countUnread } from "@/components/import/file-facts-words";
import { importResult, leftToSend } from "@/components/import/import-progress";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { TimeText } from "@/components/ui/text/time-text";
import { formatDateTime } from "@/lib/i18n/format";
import type { ImportView } from "@/lib/imports/import-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { Standing } from "./standing";

/** What a batch came to, once it is sent or stopped, and the file to go on with. */
export async function ResultCard({ batch }: { batch: ImportView }) {
  const [t, style] = await Promise.all([getTranslator("imports"), getTimeStyle()]);
  const { registered, unsure, notSent, waiting, refused } = importResult(batch);
  const left = leftToSend(batch);
  return (
    <Card>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <p role="status" className="font-medium text-lg tabular-nums">
            {batch.rowsRemovedAt
              ? t("result.figures", { registered, unsure, refused, notSent })
              : t("result.sentence", {
                  registered,
                  unsure,
                  refused,
                  notSent,
                  left,
                  unread: countUnread(batch),
                })}
          </p>
          <p className="text-ink-soft text-sm tabular-nums">
            {waiting > 0 ? `${t("result.waiting", { count: waiting })} ` : null}
            {batch.finishedAt ? (
              <TimeText at={batch.finishedAt} style={style}>
                {t(batch.status === "stopped" ? "result.stopped" : "result.ended", {
                  time: formatDateTime(new Date(batch.finishedAt), style),
                })}
              </TimeText>
            ) : null}
          </p>
        </div>
        <Standing batch={batch} />
        {batch.rowsRemovedAt ? (
          <Notice
            tone="info"
            title={t("result.removed", { time: formatDateTime(new Date(batch.rowsRemovedAt), style) })}
          >
            {t("result.removedText")}
          </Notice>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {batch.rowsRemovedAt ? null : (
            <DownloadLink href={`/imports/${batch.id}/results`} variant={left > 0 ? "primary" : "secondary"}>
              {t("download.results")}
            </DownloadLink>
          )}
          <ButtonLink href={`/registrations?batch=${batch.id}`}>{t("result.list")}</ButtonLink>
        </div>
      </div>
    </Card>
  );
}
