import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CirclePause from "lucide-react/icons/circle-pause";
import CloudOff from "lucide-react/icons/cloud-off";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { JobRefresh } from "@/components/live/job-refresh";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { type CredentialState, type CredentialView, WAITING_CAP } from "@/lib/credentials/credential-view";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDateTime, formatNumber } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { pauseWords } from "./pause-words";
import { RateLimitForm, type SaveRateLimit } from "./rate-limit-form";
import { type Resume, ResumeForm } from "./resume-form";

/** What an admin does to a credential; server actions. */
export type CredentialActions = { resume: Resume; saveRateLimit: SaveRateLimit };

const LOOKS = {
  paused: { tone: "warning", icon: CirclePause },
  testing: { tone: "info", icon: LoaderCircle },
  untested: { tone: "neutral", icon: CircleDashed },
  unanswered: { tone: "warning", icon: CloudOff },
  unreachable: { tone: "warning", icon: CloudOff },
  on: { tone: "success", icon: CircleCheck },
} as const satisfies Record<CredentialState, { tone: Tone; icon: typeof CircleCheck }>;

/** Every credential: where it sends, whether it is sending, what waits, and the way back after a pause. */
export async function CredentialList({
  credentials,
  actions,
}: {
  credentials: readonly CredentialView[];
  /** Null for people who may only look. */
  actions: CredentialActions | null;
}) {
  const [locale, t] = await Promise.all([getLocale(), getTranslator("credentials")]);
  return (
    <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["credentials", "errors"])}>
      <div className="flex flex-col gap-5">
        <PageHeader title={t("title")} description={t("description")} />
        <JobRefresh active={credentials.some(({ state }) => state === "testing" || state === "unanswered")} />
        {credentials.map((credential) => (
          <CredentialCard key={credential.id} credential={credential} actions={actions} />
        ))}
      </div>
    </ClientMessagesProvider>
  );
}

async function CredentialCard({
  credential,
  actions,
}: {
  credential: CredentialView;
  actions: CredentialActions | null;
}) {
  const [locale, t, layout] = await Promise.all([
    getLocale(),
    getTranslator("credentials"),
    getTranslator("layout"),
  ]);
  return (
    <Card
      title={credential.label}
      actions={
        <Badge
          tone={LOOKS[credential.state].tone}
          icon={LOOKS[credential.state].icon}
          data-credential-state={credential.state}
        >
          {t(`states.${credential.state}`)}
        </Badge>
      }
    >
      <div className="flex flex-col gap-4">
        {credential.pausedAt ? (
          <Paused credential={credential} pausedAt={credential.pausedAt} mayResume={actions !== null} />
        ) : null}
        {actions ? (
          <ResumeForm
            credentialId={credential.id}
            isPaused={credential.pausedAt !== null}
            resume={actions.resume}
          />
        ) : null}
        <DescriptionList>
          <DescriptionItem term="Client-Id">
            <span className="mono-id">{credential.clientId}</span>
          </DescriptionItem>
          <DescriptionItem term={t("columns.environment")}>
            {layout(`environment.${credential.environment}`)}
          </DescriptionItem>
          <DescriptionItem term={t("columns.address")}>
            <span className="mono-id">{credential.baseUrl}</span>
          </DescriptionItem>
          <DescriptionItem term={t("columns.replay")}>{t(`replay.${credential.replay}`)}</DescriptionItem>
          <DescriptionItem term={t("columns.waiting")}>
            {credential.waiting > WAITING_CAP
              ? t("waitingCapped", { count: formatNumber(WAITING_CAP, locale) })
              : formatNumber(credential.waiting, locale)}
          </DescriptionItem>
          <DescriptionItem term={t("rate.term")}>
            <RateLimit credential={credential} />
          </DescriptionItem>
        </DescriptionList>
        {actions ? (
          <RateLimitForm
            credentialId={credential.id}
            rateLimit={credential.rateLimit}
            save={actions.saveRateLimit}
          />
        ) : null}
      </div>
    </Card>
  );
}

/** The limit, and the figure in force where DOKU asked for less. */
async function RateLimit({ credential: { rateLimit, rateNow } }: { credential: CredentialView }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslator("credentials")]);
  if (rateLimit === null) return t("rate.none");
  const isSlowed = rateNow !== null && rateNow < rateLimit;
  return (
    <>
      {t("rate.perSecond", { rate: formatNumber(rateLimit, locale) })}
      {isSlowed ? (
        <p className="text-sm text-warning-ink">
          {t("rate.slowed", { rate: formatNumber(roundRate(rateNow), locale) })}
        </p>
      ) : null}
    </>
  );
}

/** Whole sends a second, but for slow credentials, where tenths count. */
function roundRate(rate: number): number {
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate);
}

async function Paused({
  credential,
  pausedAt,
  mayResume,
}: {
  credential: CredentialView;
  pausedAt: string;
  mayResume: boolean;
}) {
  const [t, detail, style] = await Promise.all([
    getTranslator("credentials"),
    getTranslator("detail"),
    getTimeStyle(),
  ]);
  const since = formatDateTime(new Date(pausedAt), style);
  return (
    <Notice tone="warning" title={t("pausedSince", { time: since })}>
      <p>{t("reason", pauseWords(credential.pausedReason, detail))}</p>
      {mayResume ? null : <p>{t("notAllowed")}</p>}
    </Notice>
  );
}
