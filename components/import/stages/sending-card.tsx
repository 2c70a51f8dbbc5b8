import type { ImportActions } from "@/components/import/import-actions";
import { isScheduled, sendingProgress, situationWords, timeLeft } from "@/components/import/import-progress";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatDateTime, formatNumber } from "@/lib/i18n/format";
import type { ImportView } from "@/lib/imports/import-view";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { CanaryRow } from "./canary-row";
import { SendingButtons } from "./sending-buttons";
import { Standing } from "./standing";

/** A batch while it is sent: the first row and its result, how far it is, how long it takes, and how to hold or end it. */
export async function SendingCard({
  batch,
  mayWrite,
  actions,
}: {
  batch: ImportView;
  mayWrite: boolean;
  actions: Pick<ImportActions, "pause" | "goOn" | "stop">;
}) {
  const t = await getTranslator("imports");
  const { id, status, rows } = batch;
  const isFirst = status === "canary" || status === "canary_done";
  return (
    <Card title={t(titleOf(batch))}>
      <div className="flex flex-col gap-4">
        <Situation batch={batch} />
        {isFirst || rows.sent === 1 ? <CanaryRow batch={batch} /> : null}
        {isFirst ? null : <Progress batch={batch} />}
        {mayWrite ? (
          <SendingButtons
            importId={id}
            status={status}
            unsent={rows.ready}
            waiting={batch.waiting}
            isDoubtful={isDoubtful(batch)}
            asksToLook={batch.wasPutBack}
            pause={actions.pause}
            goOn={actions.goOn}
            stop={actions.stop}
          />
        ) : null}
      </div>
    </Card>
  );
}

/** Whether a person should look before they go on. */
function isDoubtful({ status, canary, pauseReason, wasPutBack }: ImportView): boolean {
  return (
    pauseReason === "restored" || wasPutBack || (status === "canary_done" && canary?.status !== "INVITED")
  );
}

function titleOf(batch: ImportView) {
  if (isScheduled(batch, new Date())) return "scheduled";
  switch (batch.status) {
    case "canary":
    case "canary_done":
      return "canary.title";
    case "paused":
      return "sending.pausedTitle";
    default:
      return "sending.title";
  }
}

/** What holds it, or what is going on, in a sentence. */
async function Situation({ batch }: { batch: ImportView }) {
  const [t, style] = await Promise.all([getTranslator("imports"), getTimeStyle()]);
  const { credential, scheduledAt } = batch;
  if (scheduledAt !== null && isScheduled(batch, new Date())) {
    const time = formatDateTime(new Date(scheduledAt), style);
    return <Notice tone="info">{t("sending.scheduledText", { time })}</Notice>;
  }
  const paused = credential.pausedAt ? (
    <Notice tone="warning">{t("sending.credentialPaused", { label: credential.label })}</Notice>
  ) : null;
  const words = situationWords(batch);
  if (batch.pauseReason === "restored" && words) {
    return (
      <>
        {paused}
        <Notice tone="warning" role="status" title={t("pauseReason.restored")}>
          {t(words)}
        </Notice>
      </>
    );
  }
  const isHeld = batch.status === "paused" || batch.status === "canary_done";
  return (
    <>
      {paused}
      {batch.wasPutBack && isHeld ? (
        <Notice tone="warning" title={t("pauseReason.restored")}>
          {t("sending.putBack")}
        </Notice>
      ) : null}
      {words ? (
        <p role="status" className="text-ink-soft">
          {t(words, { count: batch.waiting })}
        </p>
      ) : null}
    </>
  );
}

async function Progress({ batch }: { batch: ImportView }) {
  const [t, locale] = await Promise.all([getTranslator("imports"), getLocale()]);
  const { answered, total } = sendingProgress(batch);
  const text = t("sending.progressText", {
    done: formatNumber(answered, locale),
    total: formatNumber(total, locale),
  });
  return (
    <div className="flex flex-col gap-3">
      <ProgressBar label={t("sending.progress")} text={text} value={answered} max={total} />
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-sm tabular-nums">
        <span>{text}</span>
        {batch.status === "sending" ? <TimeLeftWords batch={batch} left={total - answered} /> : null}
      </p>
      <Standing batch={batch} />
    </div>
  );
}

/** How long it takes, told by what was measured and never more hopeful than the rate limit; nothing while a pause holds it. */
async function TimeLeftWords({ batch, left }: { batch: ImportView; left: number }) {
  const [t, locale] = await Promise.all([getTranslator("imports"), getLocale()]);
  const { credential, sendingAt } = batch;
  if (credential.pausedAt || left === 0) return null;
  const time = timeLeft({
    left,
    answered: sendingProgress(batch).answeredNow,
    elapsedMs: sendingAt ? Date.now() - new Date(sendingAt).getTime() : 0,
    ratePerSecond: credential.ratePerSecond,
  });
  const rate = credential.ratePerSecond;
  return (
    <span className="text-ink-soft">
      {t(`sending.time.${time.kind}`, { count: "count" in time ? time.count : 0 })}
      {rate === null ? null : ` · ${t("sending.rate", { rate: formatNumber(rate, locale) })}`}
    </span>
  );
}
