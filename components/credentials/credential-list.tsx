import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CirclePause from "lucide-react/icons/circle-pause";
import CloudOff from "lucide-react/icons/cloud-off";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { JobRefresh } from "@/components/live/job-refresh";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Fact } from "@/components/ui/fact";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { type CredentialState, type CredentialView, WAITING_CAP } from "@/lib/credentials/credential-view";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDateTime, formatNumber } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { LookButton, type SaveLook } from "./look-form";
import { pauseWords } from "./pause-words";
import { RateLimitButton, type SaveRateLimit } from "./rate-limit-form";
import { type Resume, type Test, TestForm } from "./test-form";

/** What an admin does to a credential; server actions. */
export type CredentialActions = {
  test: Test;
  resume: Resume;
  saveRateLimit: SaveRateLimit;
  saveLook: SaveLook;
};

const LOOKS = {
  paused: { tone: "warning", icon: CirclePause },
  testing: { tone: "info", icon: LoaderCircle },
  untested: { tone: "neutral", icon: CircleDashed },
  unanswered: { tone: "warning", icon: CloudOff },
  unreachable: { tone: "warning", icon: CloudOff },
  on: { tone: "success", icon: CircleCheck },
} as const satisfies Record<CredentialState, { tone: Tone; icon: typeof CircleCheck }>;

/** Every credential in a card: whether it is sending, what waits, how fast it may; and the way back after a pause. */
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
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["credentials", "common", "errors"])}
    >
      {/* What is paused stands here in full: the banner above would only point to this page. */}
      <div data-tells-pauses className="flex flex-col gap-5">
        <PageHeader title={t("title")} description={t(actions ? "description" : "descriptionToLook")} />
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
  const t = await getTranslator("credentials");
  const { id, label, clientId, state, pausedAt } = credential;
  const look = LOOKS[state];
  const heading = (
    <div className="min-w-0 flex-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold text-base [overflow-wrap:anywhere]">{label}</h2>
        <Badge tone={look.tone} icon={look.icon} data-credential-state={state}>
          {t(`states.${state}`)}
        </Badge>
      </div>
      {clientId === label ? null : <p className="mono-id mt-0.5 text-ink-soft text-sm">{clientId}</p>}
    </div>
  );
  const paused = pausedAt ? (
    <Paused credential={credential} pausedAt={pausedAt} mayResume={actions !== null} />
  ) : null;
  return (
    <Card aria-label={label}>
      <div className="flex flex-col gap-4 text-sm">
        {actions ? (
          <TestForm
            credentialId={id}
            label={label}
            heading={heading}
            isPaused={pausedAt !== null}
            test={actions.test}
            resume={actions.resume}
          >
            {paused}
          </TestForm>
        ) : (
          <>
            {heading}
            {paused}
          </>
        )}
        <LooksRefused credential={credential} />
        {credential.isUnserved ? (
          <Notice tone="warning" title={t("unservedTitle", { label })}>
            {t("unservedMend", { clientId })}
          </Notice>
        ) : null}
        {credential.isDisputed ? (
          <Notice tone="warning" title={t("disputedTitle", { label })}>
            {t("disputed")}
          </Notice>
        ) : null}
        {credential.hasManySecrets ? (
          <Notice tone="warning" title={t("manySecretsTitle", { label })}>
            {t("manySecrets")}
          </Notice>
        ) : null}
        <CredentialFacts credential={credential} actions={actions} />
      </div>
    </Card>
  );
}

async function CredentialFacts({
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
  const { id, label, environment, waiting, rateLimit, replay, baseUrl } = credential;
  return (
    <div className="flex flex-col gap-4 border-t pt-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-[1fr_1fr_1.5fr_2fr] max-lg:*:nth-[n+3]:col-span-2 [&_dd]:flex [&_dd]:min-h-8 [&_dd]:items-center">
        <Fact term={layout("environmentLabel")}>{layout(`environment.${environment}`)}</Fact>
        <Fact term={t("waiting")}>
          <span className="tabular-nums">
            {waiting > WAITING_CAP
              ? t("waitingCapped", { count: formatNumber(WAITING_CAP, locale) })
              : formatNumber(waiting, locale)}
          </span>
        </Fact>
        <Fact term={t("rate.term")}>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <RateLimit credential={credential} />
            {actions ? (
              <RateLimitButton
                credentialId={id}
                label={label}
                rateLimit={rateLimit}
                save={actions.saveRateLimit}
              />
            ) : null}
          </span>
        </Fact>
        {actions ? (
          <Fact term={t("look.line")}>
            <Look credential={credential} save={actions.saveLook} />
          </Fact>
        ) : null}
      </dl>
      <p className="text-ink-faint [overflow-wrap:anywhere]">
        {t(`replay.${replay}`)}
        {actions ? (
          <>
            {" · "}
            {t("sentTo")} <span className="mono-id">{baseUrl}</span>
          </>
        ) : null}
      </p>
    </div>
  );
}

/** That DOKU does not tell this account how its merchants stand, or not under what is set here. */
async function LooksRefused({
  credential: { lookRefusedAt, lookRefusedReason },
}: {
  credential: CredentialView;
}) {
  const [t, detail, style] = await Promise.all([
    getTranslator("credentials"),
    getTranslator("detail"),
    getTimeStyle(),
  ]);
  if (lookRefusedAt === null) return null;
  const time = formatDateTime(new Date(lookRefusedAt), style);
  return (
    <Notice tone="neutral">
      {lookRefusedReason === "not_offered"
        ? t("looksRefused", { time })
        : t("looksNotAccepted", { time, reason: pauseWords(lookRefusedReason, detail).reason })}
    </Notice>
  );
}

/** How DOKU is asked for the data of a business, in a line, and where that is changed. */
async function Look({
  credential: { id, label, look },
  save,
}: {
  credential: CredentialView;
  save: SaveLook;
}) {
  const t = await getTranslator("credentials");
  const said = [
    look.path === null ? t("look.documented") : t("look.at", { path: look.path }),
    ...(look.sendsQuery ? [t("look.sendsQuery")] : []),
    ...(look.signsQuery ? [t("look.signsQuery")] : []),
    ...(look.isWrapped ? [t("look.isWrapped")] : []),
  ];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="block first-letter:uppercase">{said.join(", ")}</span>
      <LookButton credentialId={id} label={label} look={look} save={save} />
    </span>
  );
}

/** The limit, and the figure in force where DOKU asked for less. */
async function RateLimit({ credential: { rateLimit, rateNow } }: { credential: CredentialView }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslator("credentials")]);
  if (rateLimit === null) return <span>{t("rate.none")}</span>;
  const isSlowed = rateNow !== null && rateNow < rateLimit;
  return (
    <span>
      {t("rate.perSecond", { rate: formatNumber(rateLimit, locale) })}
      {isSlowed ? (
        <span className="block text-sm text-warning-ink">
          {t("rate.slowed", { rate: formatNumber(roundRate(rateNow), locale) })}
        </span>
      ) : null}
    </span>
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
