import CirclePause from "lucide-react/icons/circle-pause";
import ServerOff from "lucide-react/icons/server-off";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { type CredentialView, WAITING_CAP } from "@/lib/credentials/credential-view";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTranslator } from "@/lib/server/language";
import { pauseWords } from "./pause-words";

/**
 * Says on every screen, in a line for each, that sending is paused or that no server sends, what waits, and who can mend
 * it; and that servers do not agree on a setting. Nothing where all is well, and nothing on the page where it is mended.
 */
export async function CredentialBanner({
  troubled,
  settingsHref,
  admins,
}: {
  troubled: readonly Pick<
    CredentialView,
    | "id"
    | "label"
    | "clientId"
    | "waiting"
    | "pausedAt"
    | "pausedReason"
    | "isDisputed"
    | "hasManySecrets"
    | "isUnserved"
  >[];
  /** Null for people who cannot mend it: they are told whom to tell. */
  settingsHref: Route<"/settings/credentials"> | null;
  /** The names of some who can. */
  admins: readonly string[];
}) {
  if (troubled.length === 0) return null;
  const [locale, t, detail] = await Promise.all([
    getLocale(),
    getTranslator("credentials"),
    getTranslator("detail"),
  ]);
  const paused = troubled.filter(({ pausedAt }) => pausedAt !== null);
  // A paused one has a line already; that no server has its secret is told where it is resumed.
  const unserved = troubled.filter(({ isUnserved, pausedAt }) => isUnserved && pausedAt === null);
  const who = admins.length > 0 ? admins.join(", ") : t("anAdmin");
  // What to do about it stands where it is mended.
  const wayThere = settingsHref ? (
    <Link href={settingsHref} className="rounded font-medium underline underline-offset-2">
      {t("open")}
    </Link>
  ) : (
    t("bannerTell", { who })
  );
  const disagreements = troubled.flatMap(({ label, isDisputed, hasManySecrets }) => [
    ...(isDisputed ? [t("disputedTitle", { label })] : []),
    ...(hasManySecrets ? [t("manySecretsTitle", { label })] : []),
  ]);
  const waitingWords = (waiting: number) => {
    const isCapped = waiting > WAITING_CAP;
    const count = formatNumber(isCapped ? WAITING_CAP : waiting, locale);
    return t("bannerLine", { figure: waiting, count: isCapped ? `${count}+` : count });
  };
  return (
    // A page that tells of pauses in full (`data-tells-pauses`) needs no line that points to it.
    <div className="[main:has([data-tells-pauses])_&]:hidden mb-4 flex flex-col gap-1.5">
      {disagreements.map((title) => (
        <Line key={title} icon={<TriangleAlert aria-hidden="true" />} title={title}>
          {wayThere}
        </Line>
      ))}
      {unserved.map(({ id, label, clientId, waiting }) => (
        <Line key={id} icon={<ServerOff aria-hidden="true" />} title={t("unservedTitle", { label })}>
          {waitingWords(waiting)} {settingsHref ? t("unservedMend", { clientId }) : t("bannerTell", { who })}
        </Line>
      ))}
      {paused.map(({ id, label, waiting, pausedReason }) => {
        const { reason } = pauseWords(pausedReason, detail);
        return (
          <Line key={id} icon={<CirclePause aria-hidden="true" />} title={t("bannerTitle", { label })}>
            {waitingWords(waiting)} {settingsHref ? <span className="max-sm:hidden">{reason}.</span> : null}{" "}
            {wayThere}
          </Line>
        );
      })}
    </div>
  );
}

function Line({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-9 items-center gap-2.5 rounded-lg border border-warning-line bg-warning-wash px-3 py-1.5 text-sm text-warning-ink [&_svg]:size-4 [&_svg]:shrink-0 max-sm:items-start"
    >
      {icon}
      <p className="min-w-0 flex-1">
        <span className="font-semibold">{title}.</span> {children}
      </p>
    </div>
  );
}
