import clsx from "clsx";
import { DownloadLink } from "@/components/import/download-link";
import type { ImportActions } from "@/components/import/import-actions";
import { Verdict } from "@/components/import/verdict";
import { EnvironmentMarker } from "@/components/layout/environment-marker";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ImportView } from "@/lib/imports/import-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { SendPanel } from "./send-panel";

/**
 * What the check found, and the way on: send what is ready, or, where something is to be fixed, take it away or go on
 * to the rows. What is ready is then sent below them.
 */
export async function CheckedCard({
  batch,
  mayWrite,
  send,
}: {
  batch: ImportView;
  mayWrite: boolean;
  send: ImportActions["send"];
}) {
  const t = await getTranslator("imports");
  const { id, rows } = batch;
  const isOver = rows.ready + rows.problems + rows.warnings === 0;
  return (
    <Card>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <Verdict importId={id}>
            {isOver
              ? t("check.nothingLeft", { count: rows.done })
              : t("check.sentence", {
                  ready: rows.ready,
                  problems: rows.problems,
                  duplicates: batch.duplicates,
                  others: rows.warnings - batch.duplicates,
                })}
          </Verdict>
          <SkippedWords batch={batch} isOver={isOver} />
        </div>
        {isOver ? (
          <div className="flex flex-wrap gap-2">
            <DownloadLink href={`/imports/${id}/results`}>{t("download.results")}</DownloadLink>
            {rows.done > 0 ? (
              <ButtonLink href={`/registrations?batch=${id}`}>{t("result.list")}</ButtonLink>
            ) : null}
          </div>
        ) : null}
        {rows.problems > 0 ? (
          <div className="flex flex-col gap-2">
            <div className="flex flex-wrap gap-2">
              <DownloadLink href={`/imports/${id}/problems`} size="small">
                {t("download.problems")}
              </DownloadLink>
              {mayWrite ? (
                <ButtonLink href={`/imports/${id}?columns=match`} variant="quiet" size="small">
                  {t("check.columns")}
                </ButtonLink>
              ) : null}
            </div>
            <p className="text-ink-faint text-sm">{t("download.problemsHint")}</p>
          </div>
        ) : null}
        {mayWrite && !isOver && !hasToMend(batch) ? (
          <section aria-label={t("send.title")} className="border-t pt-4">
            <SendSection batch={batch} send={send} />
          </section>
        ) : null}
        {mayWrite && hasToMend(batch) && rows.ready > 0 ? (
          <p className="text-sm">
            <a href={`#${SEND_ID}`} className="rounded font-medium text-accent-ink hover:underline">
              {t("check.sendReady", { count: rows.ready })}
            </a>
          </p>
        ) : null}
      </div>
    </Card>
  );
}

/** Rows that the sentence of the check does not count. */
async function SkippedWords({ batch, isOver }: { batch: ImportView; isOver: boolean }) {
  const { rows, differing, leftOut } = batch;
  // What the file itself leaves out stands below, with the rows by number.
  const skipped = rows.skipped - leftOut.hidden - leftOut.empty - leftOut.notes;
  const t = await getTranslator("imports");
  const words = [
    ...(rows.done > 0 && !isOver ? [t("check.done", { count: rows.done })] : []),
    ...(differing > 0 ? [t("check.differing", { count: differing })] : []),
    ...(skipped > 0 ? [t("check.skipped", { count: skipped })] : []),
  ];
  return words.length > 0 ? <p className="text-ink-soft text-sm tabular-nums">{words.join(" ")}</p> : null;
}

const SEND_ID = "send";

function hasToMend({ rows }: ImportView): boolean {
  return rows.problems + rows.warnings > 0;
}

/** Below the rows: sends those that are ready while others wait to be mended. */
export async function SendCard({ batch, send }: { batch: ImportView; send: ImportActions["send"] }) {
  const t = await getTranslator("imports");
  if (!hasToMend(batch)) return null;
  return (
    <Card id={SEND_ID} title={t("send.title")}>
      <SendSection batch={batch} send={send} />
    </Card>
  );
}

async function SendSection({ batch, send }: { batch: ImportView; send: ImportActions["send"] }) {
  const [t, style] = await Promise.all([getTranslator("imports"), getTimeStyle()]);
  const { environment, rows, credential } = batch;
  const staying = rows.problems + rows.warnings;
  if (rows.ready === 0) {
    return <p className="text-ink-soft text-sm">{t("send.noneReady")}</p>;
  }
  return (
    <SendPanel
      importId={batch.id}
      ready={rows.ready}
      mustTypeCount={environment === "production"}
      asksToLook={batch.wasPutBack}
      timeZone={style.timeZone}
      send={send}
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <EnvironmentMarker environment={environment} />
        <p className={clsx("text-sm", environment === "production" ? "font-medium" : "text-ink-soft")}>
          {t(`send.environment.${environment}`)}
          {staying > 0 ? ` ${t("send.notSent", { count: staying })}` : null}
        </p>
      </div>
      {batch.wasPutBack ? (
        <Notice tone="warning" title={t("pauseReason.restored")}>
          {t("sending.putBack")}
        </Notice>
      ) : null}
      {credential.pausedAt ? (
        <Notice tone="warning">{t("send.pausedCredential", { label: credential.label })}</Notice>
      ) : null}
    </SendPanel>
  );
}
