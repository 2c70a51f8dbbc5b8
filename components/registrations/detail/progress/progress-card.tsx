import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { explainableReason } from "@/components/registrations/detail/situation/situation";
import { ProgressBadge } from "@/components/registrations/progress-badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { formatTime } from "@/lib/i18n/format";
import type { ProgressView, ToldView } from "@/lib/progress/progress-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/** How DOKU's review stands, who says so and since when, whose turn it is, and what DOKU has otherwise than we do. */
export async function ProgressCard({
  view,
  mayExplain,
  buttons,
}: {
  view: ProgressView;
  /** Whether the reader may say what DOKU's values mean. */
  mayExplain: boolean;
  /** Null for those who may only look. */
  buttons: ReactNode;
}) {
  const [t, words] = await Promise.all([getTranslator("atDoku"), getTranslator("progress")]);
  const { progress, who, raw, told } = view;
  return (
    <Card title={t("title")}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <ProgressBadge progress={progress} who={who} label={raw ?? words(progress)} />
          <span className="font-medium text-sm">{t(`turn.${who}`)}</span>
        </div>
        <p className="text-ink-soft text-sm">
          <Standing view={view} />
        </p>
        {raw ? (
          <Notice tone="warning">
            {t("unknown", { raw })}{" "}
            {mayExplain ? (
              <Link href="/settings/progress" className="font-medium underline underline-offset-2">
                {t("sayWhat")}
              </Link>
            ) : (
              t("askAdmin")
            )}
          </Notice>
        ) : null}
        {told?.rejectionReason ? (
          <p className="text-sm [overflow-wrap:anywhere]">
            {t("dokuSays")} <q>{told.rejectionReason}</q>
          </p>
        ) : null}
        <Refusal reason={view.refusedReason} />
        {told ? <Drift told={told} /> : null}
        {buttons}
        {told && told.values.length > 0 ? <Values told={told} /> : null}
      </div>
    </Card>
  );
}

/** Who says so and when, since when it is so, and what came of the last question where it told nothing. */
async function Standing({ view: { source, byName, asOf, since, look, hasBrand } }: { view: ProgressView }) {
  const [t, style] = await Promise.all([getTranslator("atDoku"), getTimeStyle()]);
  const now = new Date();
  const time = (at: string) => formatTime(new Date(at), now, style);
  const sentences: string[] = [];
  if (source !== null && asOf !== null)
    sentences.push(t(`saidBy.${source}`, { time: time(asOf), name: byName ?? t("somebody") }));
  if (since !== null && since !== asOf) sentences.push(t("since", { time: time(since) }));
  if (look === null) sentences.push(t(hasBrand ? "neverAsked" : "came.no_brand"));
  else if (look.ending !== "told" || source === null)
    sentences.push(t(`asked.${look.ending}`, { time: time(look.at) }));
  return sentences.join(". ");
}

async function Refusal({ reason }: { reason: string | null }) {
  const [t, detail] = await Promise.all([getTranslator("atDoku"), getTranslator("detail")]);
  if (reason === null) return null;
  const known = explainableReason(reason);
  return (
    <Notice tone="neutral">
      {reason === "not_offered" ? t("notOffered") : t("questionRefused")}
      {known ? ` ${detail(`reasons.${known}`)}` : null}
    </Notice>
  );
}

/** What DOKU has otherwise, side by side; nothing of ours is overwritten. */
async function Drift({ told: { drift, foreignBrandIds } }: { told: ToldView }) {
  const t = await getTranslator("atDoku");
  const { name, email } = drift;
  return (
    <>
      {name || email ? (
        <section aria-label={t("drift.title")} className="rounded-lg border bg-sunken px-3 py-2.5 text-sm">
          <h3 className="font-medium">{t("drift.title")}</h3>
          <dl className="mt-1.5 grid grid-cols-2 gap-x-4 gap-y-1 [overflow-wrap:anywhere]">
            {([["name", name] as const, ["email", email] as const] as const).map(([field, value]) =>
              value ? (
                <Fragment key={field}>
                  <div>
                    <dt className="text-ink-faint text-xs">{t(`drift.${field}Here`)}</dt>
                    <dd>{value.here}</dd>
                  </div>
                  <div>
                    <dt className="text-ink-faint text-xs">{t(`drift.${field}AtDoku`)}</dt>
                    <dd>{value.atDoku}</dd>
                  </div>
                </Fragment>
              ) : null,
            )}
          </dl>
          <p className="mt-1.5 text-ink-soft">{t("drift.kept")}</p>
        </section>
      ) : null}
      {foreignBrandIds.length > 0 ? (
        <Notice tone="danger" role="alert">
          {t("foreignBrands", { brandIds: foreignBrandIds.join(", ") })}
        </Notice>
      ) : null}
    </>
  );
}

/** DOKU's own values and what each means here. */
async function Values({ told }: { told: ToldView }) {
  const [t, words] = await Promise.all([getTranslator("atDoku"), getTranslator("progress")]);
  return (
    <DetailsFold summary={t("values")}>
      <dl className="flex flex-col gap-1 text-sm">
        {told.values.map(({ place, raw, meaning }) => (
          <div key={`${place} ${raw}`} className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere]">
            <dt className="text-ink-faint">{place}</dt>
            <dd>
              <span className="mono-id">{raw}</span>{" "}
              <span className="text-ink-soft">
                ·{" "}
                {meaning === null
                  ? words("UNKNOWN_VALUE")
                  : meaning === "says_nothing"
                    ? t("saysNothing")
                    : words(meaning)}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </DetailsFold>
  );
}
