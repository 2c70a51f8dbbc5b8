import type { Metadata } from "next";
import { DigestCard } from "@/components/digest/digest-card";
import { MentionsCard } from "@/components/notes/mentions-card";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import { wantsDigest } from "@/lib/digest/mutations";
import { isOwnDigest, readDigest } from "@/lib/digest/queries";
import { TIME_ZONE_LABELS } from "@/lib/i18n/format";
import { mailFrom } from "@/lib/mail/mailer";
import { listMentions } from "@/lib/notes/queries";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { switchDigest } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("digest"))("title") };
}

/** What happened yesterday and what waits now; the e-mail of each morning says the same. */
export default async function DigestPage() {
  const actor = await requirePermission("registrations.read");
  const isMine = isOwnDigest(actor);
  const [t, style, digest, mentions, isWanted] = await Promise.all([
    getTranslator("digest"),
    getTimeStyle(),
    readDigest(actor),
    listMentions(actor),
    wantsDigest(actor.id),
  ]);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5">
      <PageHeader title={t("title")} description={t(isMine ? "ofYours" : "ofTeam")} />
      <MentionsCard mentions={mentions} />
      <DigestCard part="yesterday" digest={digest} isMine={isMine} />
      <DigestCard part="now" digest={digest} isMine={isMine} />
      {can(actor, "profile.write") ? (
        <form action={switchDigest} className="flex flex-wrap items-center justify-between gap-3 text-sm">
          <p className="min-w-0 text-ink-soft">
            {t(mailFrom() === null ? "noMail" : isWanted ? "isOn" : "isOff", {
              email: actor.email,
              zone: TIME_ZONE_LABELS[style.timeZone],
            })}
          </p>
          {mailFrom() === null ? null : (
            <SubmitButton variant="secondary" size="small" name="to" value={isWanted ? "off" : "on"}>
              {t(isWanted ? "switchOff" : "switchOn")}
            </SubmitButton>
          )}
        </form>
      ) : null}
    </div>
  );
}
