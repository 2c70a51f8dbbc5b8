import type { LucideIcon } from "lucide-react";
import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import CloudOff from "lucide-react/icons/cloud-off";
import Gauge from "lucide-react/icons/gauge";
import KeyRound from "lucide-react/icons/key-round";
import LoaderCircle from "lucide-react/icons/loader-circle";
import ShieldAlert from "lucide-react/icons/shield-alert";
import ShieldCheck from "lucide-react/icons/shield-check";
import ShieldQuestionMark from "lucide-react/icons/shield-question-mark";
import type { ReactNode } from "react";
import type { Explain } from "@/components/playbook/entry-form";
import { Explanation } from "@/components/playbook/explanation";
import { explainableReason } from "@/components/registrations/detail/situation/situation";
import { Badge, type Tone } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { CopyableId } from "@/components/ui/text/copyable-id";
import { TimeText } from "@/components/ui/text/time-text";
import type { Outcome } from "@/lib/doku/reason";
import { formatDateTime, formatDuration } from "@/lib/i18n/format";
import { type AdviceFacts, adviceOf, isExplainedReason } from "@/lib/playbook/built-in";
import type { AttemptExplanation } from "@/lib/playbook/entry-view";
import type { AttemptView } from "@/lib/registrations/registration-view";
import type { RequestView } from "@/lib/registrations/request-view";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { Elapsed } from "./elapsed";
import { SignatureInspector } from "./signature-inspector";

const OUTCOME_LOOKS = {
  accepted: { tone: "success", icon: CircleCheck },
  refused: { tone: "danger", icon: Ban },
  not_sent: { tone: "neutral", icon: CloudOff },
  rate_limited: { tone: "info", icon: Gauge },
  credential_refused: { tone: "danger", icon: KeyRound },
  unknown: { tone: "warning", icon: ShieldQuestionMark },
} as const satisfies Record<Outcome, { tone: Tone; icon: LucideIcon }>;

/** What is known of attempts beyond their endings, by the attempt's number. */
export type AttemptKnowledge = {
  explanations: ReadonlyMap<number, AttemptExplanation>;
  requests: ReadonlyMap<number, RequestView>;
  /** Null for those who may not write in the playbook. */
  explain: Explain | null;
};

/** One signed call: how it ended, what it means and what to do; what only developers need is folded. */
export async function Attempt({
  attempt,
  knowledge: { explanations, requests, explain },
  adviceFacts,
}: {
  attempt: AttemptView;
  knowledge: AttemptKnowledge;
  /** Of the registration, for the advice beside its newest attempt; null for the others. */
  adviceFacts: AdviceFacts | null;
}) {
  const [t, style] = await Promise.all([getTranslator("detail"), getTimeStyle()]);
  const reason = explainableReason(attempt.reason);
  const explanation = explanations.get(attempt.number);
  const request = requests.get(attempt.number);
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium">{t(`kinds.${attempt.kind}`)}</span>
        <OutcomeBadge attempt={attempt} />
        <TimeText
          at={attempt.startedAt}
          style={style}
          className="ml-auto text-ink-faint text-xs tabular-nums"
        />
      </div>
      {reason ? <p className="text-ink-soft text-sm">{t(`reasons.${reason}`)}</p> : null}
      {adviceFacts ? <Advice reason={attempt.reason} facts={adviceFacts} /> : null}
      {attempt.reportedBusinessId ? (
        <Notice tone="warning">{t("reportedId", { businessId: attempt.reportedBusinessId })}</Notice>
      ) : null}
      {explanation ? <Explanation explanation={explanation} explain={explain} /> : null}
      <div className="flex flex-wrap gap-x-4 gap-y-1 [&>details[open]]:w-full">
        <AttemptDetails attempt={attempt} />
        {request ? <SignatureInspector request={request} inDoubt={attempt.outcome === "unknown"} /> : null}
      </div>
    </div>
  );
}

/** What to do, as far as the product itself knows. */
async function Advice({ reason, facts }: { reason: string | null; facts: AdviceFacts }) {
  const [t, playbook] = await Promise.all([getTranslator("detail"), getTranslator("playbook")]);
  const advice = isExplainedReason(reason) ? adviceOf(reason, facts) : null;
  if (advice === null) return null;
  return (
    <p>
      <span className="font-medium">{t("adviceTitle")}:</span> {playbook(`advice.${advice}`)}
    </p>
  );
}

async function OutcomeBadge({ attempt: { outcome, startedAt } }: { attempt: AttemptView }) {
  const [t, words] = await Promise.all([getTranslator("detail"), getTranslator("outcome")]);
  if (outcome === null) {
    return (
      <Badge tone="info" icon={LoaderCircle}>
        {t("running")} <Elapsed since={startedAt} />
      </Badge>
    );
  }
  const { tone, icon } = OUTCOME_LOOKS[outcome];
  return (
    <Badge tone={tone} icon={icon} data-outcome={outcome}>
      {words(outcome)}
    </Badge>
  );
}

/** HTTP status, latency and the verdict on the answer's signature, as far as there was an answer. */
async function AttemptMeasures({ attempt: { httpStatus, latencyMs, signature } }: { attempt: AttemptView }) {
  const [t, locale] = await Promise.all([getTranslator("detail"), getLocale()]);
  const facts: ReactNode[] = [];
  if (httpStatus !== null) facts.push(t("httpStatus", { status: String(httpStatus) }));
  if (latencyMs !== null) facts.push(formatDuration(latencyMs, locale));
  if (signature !== null) {
    const Icon =
      signature === "verified" ? ShieldCheck : signature === "mismatch" ? ShieldAlert : ShieldQuestionMark;
    facts.push(
      <>
        <Icon aria-hidden="true" className="size-3.5" />
        {t(`signature.${signature}`)}
      </>,
    );
  }
  if (facts.length === 0) return null;
  return (
    <div>
      <dt className="text-ink-faint text-xs">{t("answerFacts")}</dt>
      <dd className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
        {facts.map((fact, position) => (
          <span key={position} className="inline-flex items-center gap-1">
            {fact}
          </span>
        ))}
      </dd>
    </div>
  );
}

async function AttemptDetails({ attempt }: { attempt: AttemptView }) {
  const [t, common, style] = await Promise.all([
    getTranslator("detail"),
    getTranslator("common"),
    getTimeStyle(),
  ]);
  return (
    <DetailsFold summary={t("details")}>
      <dl className="flex flex-col gap-2.5 rounded-lg border bg-sunken px-3 py-2.5 text-sm">
        {attempt.message ? (
          <div>
            <dt className="text-ink-faint text-xs">{t("dokuSaid")}</dt>
            <dd className="[overflow-wrap:anywhere]">
              <q>{attempt.message}</q>
            </dd>
          </div>
        ) : null}
        <AttemptMeasures attempt={attempt} />
        <div>
          <dt className="text-ink-faint text-xs">{t("requestId")}</dt>
          <dd>
            <CopyableId
              id={attempt.requestId}
              copyLabel={common("copy", { what: attempt.requestId })}
              copiedLabel={common("copied")}
              refusedLabel={common("copyRefused")}
            />
          </dd>
        </div>
        {attempt.errorCode ? (
          <div>
            <dt className="text-ink-faint text-xs">{t("errorCode")}</dt>
            <dd className="mono-id">{attempt.errorCode}</dd>
          </div>
        ) : null}
        {attempt.maskedAnswer ? (
          <div>
            <dt className="text-ink-faint text-xs">{t("answer")}</dt>
            <dd className="mono-id mt-1 max-h-48 overflow-y-auto whitespace-pre-wrap">
              {attempt.maskedAnswer}
            </dd>
          </div>
        ) : null}
        {attempt.answerRemovedAt ? (
          <div>
            <dt className="text-ink-faint text-xs">{t("answer")}</dt>
            <dd>{t("answerRemoved", { time: formatDateTime(new Date(attempt.answerRemovedAt), style) })}</dd>
          </div>
        ) : null}
      </dl>
    </DetailsFold>
  );
}
