import type { Metadata } from "next";
import { listAddress } from "@/components/registrations/filter/address";
import { DroppedNotice } from "@/components/registrations/filter/dropped-notice";
import { ProgressIcons } from "@/components/registrations/progress-icons";
import { WorkLine } from "@/components/registrations/work/work-line";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/lib/auth/session";
import { readWorkQueue } from "@/lib/followups/work";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { keptQuery, type ListFilter } from "@/lib/registrations/list/filter";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { openList } from "@/lib/views/open-list";
import { finish, setDay } from "../../follow-ups/actions";
import { describeFilter } from "../filter-description";
import { remind } from "../nudge-actions";
import { loadWorkItem } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("work"))("title") };
}

/** One merchant after the other of those that wait for the person: a group of *Needs you*, under the list's filter. */
export default async function WorkPage({ searchParams }: PageProps<"/registrations/work">) {
  const actor = await requirePermission("registrations.write");
  const { filter, dropped } = await openList(actor, { turn: "due", ...(await searchParams) });
  const worked: ListFilter = { ...filter, tab: "all", cursor: null, columns: null, view: null };
  const [ids, described, locale, timeStyle, t] = await Promise.all([
    readWorkQueue(actor, worked),
    describeFilter(actor, worked),
    getLocale(),
    getTimeStyle(),
    getTranslator("work"),
  ]);
  const listHref = listAddress(worked);
  const query = keptQuery(worked);
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["work", "nudge", "followUps"])}
    >
      <ProgressIcons />
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
        <PageHeader
          back={<BackLink href={listHref}>{t("back")}</BackLink>}
          title={t("title")}
          description={described.join(" · ") || null}
        />
        <DroppedNotice dropped={dropped} />
        {ids ? (
          <WorkLine
            key={query}
            personId={actor.id}
            timeStyle={timeStyle}
            query={query}
            ids={ids}
            listHref={listHref}
            actions={{ load: loadWorkItem, set: setDay, finish, remind }}
          />
        ) : (
          <Notice tone="warning">{t("tooSlow")}</Notice>
        )}
      </div>
    </ClientMessagesProvider>
  );
}
