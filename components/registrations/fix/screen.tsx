import { listAddress } from "@/components/registrations/filter/address";
import { DroppedNotice } from "@/components/registrations/filter/dropped-notice";
import { countryOptions } from "@/components/registrations/form/fields/countries";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { keptQuery, type ListFilter } from "@/lib/registrations/list/filter";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { FixingLine, type FixingLineProps } from "./fixing-line";
import type { PreviewedRemedy } from "./remedy-dialog";

/** The line of what DOKU refused, with the filter that it is of and the way back to the list. */
export async function FixingScreen({
  personId,
  filter,
  described,
  dropped,
  queue,
  actions,
}: Pick<FixingLineProps, "personId" | "actions"> & {
  filter: ListFilter;
  /** The filter in words. */
  described: readonly string[];
  /** The names of filters that were left out of it, so that the line is longer than was asked for. */
  dropped: readonly string[];
  /** Null where it could not be read in time. */
  queue: { ids: readonly string[]; remedies: readonly PreviewedRemedy[]; readAt: string } | null;
}) {
  const [locale, timeStyle, t] = await Promise.all([getLocale(), getTimeStyle(), getTranslator("fixing")]);
  const listHref = listAddress(filter);
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["fixing", "form", "problems", "status", "bulk"])}
    >
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
        <PageHeader
          back={<BackLink href={listHref}>{t("back")}</BackLink>}
          title={t("title")}
          description={described.join(" · ") || null}
        />
        <DroppedNotice dropped={dropped} />
        {queue ? (
          <FixingLine
            key={keptQuery(filter)}
            personId={personId}
            name={keptQuery(filter)}
            ids={queue.ids}
            remedies={queue.remedies}
            readAt={queue.readAt}
            countries={countryOptions(locale, "ID")}
            timeStyle={timeStyle}
            listHref={listHref}
            actions={actions}
          />
        ) : (
          <Notice tone="warning">{t("tooSlow")}</Notice>
        )}
      </div>
    </ClientMessagesProvider>
  );
}
