import CalendarCheck from "lucide-react/icons/calendar-check";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { type FollowUpDay, FollowUpList } from "@/components/follow-ups/follow-up-list";
import { WhoseSwitch } from "@/components/layout/whose-switch";
import { MentionsCard } from "@/components/notes/mentions-card";
import { ProgressIcons } from "@/components/registrations/progress-icons";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import type { FollowUpItem } from "@/lib/followups/follow-up-view";
import { FOLLOW_UPS_SHOWN, listFollowUps } from "@/lib/followups/queries";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDate } from "@/lib/i18n/format";
import { listMentions } from "@/lib/notes/queries";
import { hasOwn, startsWith, WHOSE_COOKIE, type Whose } from "@/lib/registrations/list/whose";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { finish, setDay } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("followUps"))("title") };
}

/** What the person, or the team, wants to come back to: what is due, then day by day what is coming. */
export default async function FollowUpsPage({ searchParams }: PageProps<"/follow-ups">) {
  const actor = await requirePermission("registrations.read");
  const [{ whose: asked }, cookieJar] = await Promise.all([searchParams, cookies()]);
  const usual = startsWith(actor, cookieJar.get(WHOSE_COOKIE)?.value);
  const whose: Whose = hasOwn(actor) && (asked === "mine" || asked === "team") ? asked : usual;
  const [items, mentions, locale, t, layout] = await Promise.all([
    listFollowUps(actor, whose),
    listMentions(actor),
    getLocale(),
    getTranslator("followUps"),
    getTranslator("layout"),
  ]);
  const choices = (["mine", "team"] as const).map((each) => ({
    whose: each,
    label: layout(each),
    href: `/follow-ups?whose=${each}` as const,
  }));
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["followUps", "status", "progress"])}
    >
      <ProgressIcons />
      <div className="mx-auto flex w-full max-w-4xl flex-col gap-4">
        <PageHeader
          title={t("title")}
          description={t("description")}
          badge={
            hasOwn(actor) ? (
              <WhoseSwitch label={layout("whose")} personId={actor.id} current={whose} choices={choices} />
            ) : null
          }
        />
        <MentionsCard mentions={mentions} />
        {items.length === 0 ? (
          <EmptyState
            icon={<CalendarCheck aria-hidden="true" />}
            title={t("empty")}
            actions={<ButtonLink href="/registrations?status=INVITED">{t("toInvited")}</ButtonLink>}
          >
            {t("emptyText")}
          </EmptyState>
        ) : (
          <FollowUpList
            days={await daysOf(items.slice(0, FOLLOW_UPS_SHOWN), whose)}
            actions={can(actor, "registrations.write") ? { set: setDay, finish } : null}
          />
        )}
        {items.length > FOLLOW_UPS_SHOWN ? (
          <p className="text-ink-soft text-sm">
            <ButtonLink href="/registrations?sort=followup_asc" size="small">
              {t("showAll")}
            </ButtonLink>
          </p>
        ) : null}
      </div>
    </ClientMessagesProvider>
  );
}

/** What is due stands together, whatever its day was. */
async function daysOf(items: readonly FollowUpItem[], whose: Whose): Promise<FollowUpDay[]> {
  const [t, detail, style] = await Promise.all([
    getTranslator("followUps"),
    getTranslator("detail"),
    getTimeStyle(),
  ]);
  const now = new Date();
  const days = new Map<string, FollowUpDay & { items: FollowUpDay["items"][number][] }>();
  for (const { id, at, name, note, status, progress, ownerName } of items) {
    const isDue = new Date(at) <= now;
    const title = isDue ? t("due") : formatDate(new Date(at), style);
    const key = isDue ? "due" : title.replaceAll(" ", "-");
    const day = days.get(key) ?? { key, title, isDue, items: [] };
    days.set(key, day);
    day.items.push({
      ...{ id, at, name: name || detail("unnamed"), note, status, progress },
      ownerName: whose === "team" ? ownerName : null,
    });
  }
  return [...days.values()];
}
