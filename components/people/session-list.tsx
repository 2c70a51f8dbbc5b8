import Monitor from "lucide-react/icons/monitor";
import { SignOutForm } from "@/components/layout/sign-out-form";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TimeText } from "@/components/ui/text/time-text";
import { formatDateTime, formatTime } from "@/lib/i18n/format";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { describeDevice } from "@/lib/users/device";

export type SessionRow = {
  id: string;
  startedAt: Date;
  lastSeenAt: Date;
  userAgent: string | null;
  isCurrent: boolean;
};

/** Where one is signed in, and the way to end all of it. */
export async function SessionList({
  sessions,
  now,
  endSession,
  signOutEverywhere,
}: {
  sessions: readonly SessionRow[];
  now: Date;
  /** Ends one of them, but not this one: that is signing out. */
  endSession: (form: FormData) => Promise<void>;
  signOutEverywhere: (form: FormData) => Promise<void>;
}) {
  const t = await getTranslator("profile");
  return (
    <>
      <ul aria-label={t("sessions")} className="flex flex-col divide-y">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} now={now} end={endSession} />
        ))}
      </ul>
      <SignOutForm action={signOutEverywhere} className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton variant="secondary">{t("signOutEverywhere")}</SubmitButton>
        <p className="text-ink-soft text-sm">{t("signOutEverywhereText")}</p>
      </SignOutForm>
    </>
  );
}

async function SessionItem({
  session,
  now,
  end,
}: {
  session: SessionRow;
  now: Date;
  end: (form: FormData) => Promise<void>;
}) {
  const [t, style] = await Promise.all([getTranslator("profile"), getTimeStyle()]);
  const { browser, system } = describeDevice(session.userAgent);
  const device =
    browser && system ? t("device", { browser, system }) : (browser ?? system ?? t("deviceUnknown"));
  return (
    <li className="flex items-start gap-3 py-3 first:pt-0">
      <Monitor aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {device}
          {session.isCurrent ? <Badge tone="accent">{t("thisBrowser")}</Badge> : null}
        </p>
        <p className="text-ink-soft text-sm">
          <TimeText at={session.lastSeenAt} style={style}>
            {t("lastSeen", { time: formatTime(session.lastSeenAt, now, style) })}
          </TimeText>
          {" · "}
          <TimeText at={session.startedAt} style={style}>
            {t("signedInAt", { time: formatDateTime(session.startedAt, style) })}
          </TimeText>
        </p>
      </div>
      {session.isCurrent ? null : (
        <form action={end}>
          <input type="hidden" name="sessionId" value={session.id} />
          <SubmitButton variant="secondary" size="small" aria-label={t("endSessionOf", { device })}>
            {t("endSession")}
          </SubmitButton>
        </form>
      )}
    </li>
  );
}
