import type { Route } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { type CredentialView, WAITING_CAP } from "@/lib/credentials/credential-view";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTranslator } from "@/lib/server/language";
import { pauseWords } from "./pause-words";

/**
 * Says on every screen that sending is paused, what waits, and who can mend it; and that servers do not agree on a
 * setting. Nothing where all is well.
 */
export async function CredentialBanner({
  troubled,
  settingsHref,
}: {
  troubled: readonly Pick<
    CredentialView,
    "id" | "label" | "waiting" | "pausedAt" | "pausedReason" | "isDisputed"
  >[];
  /** Null for people who may not see credentials. */
  settingsHref: Route | null;
}) {
  if (troubled.length === 0) return null;
  const [locale, t, detail] = await Promise.all([
    getLocale(),
    getTranslator("credentials"),
    getTranslator("detail"),
  ]);
  return (
    // A page that tells of pauses in full (`data-tells-pauses`) needs no banner that points to it.
    <div className="[main:has([data-tells-pauses])_&]:hidden mb-5 flex flex-col gap-3">
      {troubled
        .filter(({ isDisputed }) => isDisputed)
        .map(({ id, label }) => (
          <Notice key={id} tone="warning" role="status" title={t("disputedTitle", { label })}>
            {t("disputed")}
          </Notice>
        ))}
      {troubled
        .filter(({ pausedAt }) => pausedAt !== null)
        .map(({ id, label, waiting, pausedReason }) => (
          <Notice
            key={id}
            tone="warning"
            role="status"
            title={t("bannerTitle", { label })}
            actions={
              settingsHref ? (
                <ButtonLink href={settingsHref} size="small">
                  {t("open")}
                </ButtonLink>
              ) : null
            }
          >
            {waiting > WAITING_CAP
              ? t("bannerCapped", {
                  count: formatNumber(WAITING_CAP, locale),
                  ...pauseWords(pausedReason, detail),
                })
              : t("banner", { count: waiting, ...pauseWords(pausedReason, detail) })}
          </Notice>
        ))}
    </div>
  );
}
