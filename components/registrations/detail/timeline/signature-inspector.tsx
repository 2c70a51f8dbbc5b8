import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { CopyButton } from "@/components/ui/text/copy-button";
import { formatDateTime, formatDuration, formatUtc } from "@/lib/i18n/format";
import type { RequestContent, RequestView } from "@/lib/registrations/request-view";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";

/** How one attempt's call was signed, computed anew from what is stored, so that it can be compared with DOKU's side. */
export async function SignatureInspector({ request, inDoubt }: { request: RequestView; inDoubt: boolean }) {
  const t = await getTranslator("detail");
  const { content, keyVersion, timestamp } = request;
  return (
    <DetailsFold summary={t("inspector.title")}>
      <dl className="flex flex-col gap-3.5 rounded-lg border bg-sunken px-3 py-3 text-sm">
        <Times request={request} />
        <Part term={t("inspector.secret")}>
          <p>{t("inspector.secretName", { keyVersion })}</p>
        </Part>
        <Headers request={request} />
        {content === null ? <p>{t("inspector.noBody")}</p> : null}
        {timestamp === null ? <p>{t("inspector.noTimestamp")}</p> : null}
        {content?.kind === "masked" ? (
          <Part term={t("inspector.body")}>
            <Code>{content.bodyText}</Code>
            <p className="mt-1.5 text-ink-soft">{t("inspector.maskedBody")}</p>
          </Part>
        ) : null}
        {content?.kind === "exact" ? <ExactContent content={content} inDoubt={inDoubt} /> : null}
      </dl>
    </DetailsFold>
  );
}

/** The signed time and the database's, which nobody sets wrongly at the same moment. */
async function Times({ request: { timestamp, sentAt } }: { request: RequestView }) {
  const [t, locale, style] = await Promise.all([getTranslator("detail"), getLocale(), getTimeStyle()]);
  const both = (at: string) => {
    const moment = new Date(at);
    return `${formatUtc(moment)} · ${formatDateTime(moment, style)}`;
  };
  const skewMs = timestamp && sentAt ? Math.abs(Date.parse(sentAt) - Date.parse(timestamp)) : null;
  return (
    <>
      {timestamp ? (
        <Part term={t("inspector.signedAt")}>
          <p className="tabular-nums">{both(timestamp)}</p>
        </Part>
      ) : null}
      {sentAt ? (
        <Part term={t("inspector.sentAt")}>
          <p className="tabular-nums">{both(sentAt)}</p>
          {skewMs === null ? null : (
            <p className="text-ink-soft">
              {/* The header has whole seconds. */}
              {skewMs < 2_000
                ? t("inspector.noSkew")
                : t("inspector.skew", { duration: formatDuration(skewMs, locale) })}
            </p>
          )}
        </Part>
      ) : null}
    </>
  );
}

async function Headers({ request }: { request: RequestView }) {
  const t = await getTranslator("detail");
  const { url, clientId, requestId, timestamp, content } = request;
  const signature = content?.kind === "exact" ? content.signature : null;
  const lines = [
    `POST ${url}`,
    "Content-Type: application/json",
    "Accept: application/json",
    `Client-Id: ${clientId}`,
    `Request-Id: ${requestId}`,
    ...(timestamp ? [`Request-Timestamp: ${timestamp}`] : []),
    ...(signature ? [`Signature: ${signature}`] : []),
  ].join("\n");
  return (
    <Part term={t("inspector.headers")} copy={lines} copyName={t("inspector.copyHeaders")}>
      <Code>{lines}</Code>
      {content?.kind === "exact" && timestamp && !signature ? (
        <p className="mt-1.5 text-ink-soft">{t("inspector.secretChanged")}</p>
      ) : null}
    </Part>
  );
}

async function ExactContent({
  content: { bodyText, digest, stringToSign, signatureCommand, curlCommand },
  inDoubt,
}: {
  content: Extract<RequestContent, { kind: "exact" }>;
  inDoubt: boolean;
}) {
  const t = await getTranslator("detail");
  return (
    <>
      <Part term={t("inspector.body")} copy={bodyText} copyName={t("inspector.copyBody")}>
        <Code>{bodyText}</Code>
      </Part>
      <Part term={t("inspector.digest")}>
        <Code>{digest}</Code>
      </Part>
      {stringToSign ? (
        <Part term={t("inspector.stringToSign")} copy={stringToSign} copyName={t("inspector.copyString")}>
          <Code>{stringToSign}</Code>
          <p className="mt-1.5 text-ink-soft">{t("inspector.recomputed")}</p>
        </Part>
      ) : null}
      {signatureCommand ? (
        <Part
          term={t("inspector.signatureCommand")}
          copy={signatureCommand}
          copyName={t("inspector.copyCommand")}
        >
          <p className="text-ink-soft">{t("inspector.signatureCommandText")}</p>
          <Code>{signatureCommand}</Code>
        </Part>
      ) : null}
      <Part term={t("inspector.curl")} copy={curlCommand} copyName={t("inspector.copyCurl")}>
        <Notice tone="warning" className="mb-2">
          {t("inspector.curlText")}
          {inDoubt ? ` ${t("inspector.curlDoubt")}` : null}
        </Notice>
        <Code>{curlCommand}</Code>
      </Part>
    </>
  );
}

async function Part({
  term,
  copy,
  copyName,
  children,
}: {
  term: string;
  /** What the button beside the term copies, and how that is called. */
  copy?: string;
  copyName?: string;
  children: ReactNode;
}) {
  const common = await getTranslator("common");
  return (
    <div>
      <dt className="flex items-center gap-1 text-ink-faint text-xs">
        {term}
        {copy && copyName ? (
          <CopyButton
            text={copy}
            label={common("copy", { what: copyName })}
            copiedLabel={common("copied")}
            refusedLabel={common("copyRefused")}
          />
        ) : null}
      </dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

/** Exactly as it is, breaking where the screen ends; long ones scroll by themselves, by keyboard too. */
function Code({ children }: { children: string }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      className="mono-id max-h-56 overflow-y-auto whitespace-pre-wrap rounded-md border bg-surface px-2.5 py-2 text-xs"
    >
      {children}
    </pre>
  );
}
