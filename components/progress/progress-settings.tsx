import { ProgressIcons } from "@/components/registrations/progress-icons";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDateTime } from "@/lib/i18n/format";
import type { MeaningView } from "@/lib/progress/progress-view";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { type Decide, MeaningSelect } from "./meaning-select";
import { QuietDaysForm, type SaveQuietDays } from "./quiet-days-form";

/** What DOKU's values mean, those that nobody has said anything about first; and when a merchant is quiet. */
export async function ProgressSettings({
  meanings,
  quietDays,
  decide,
  saveQuietDays,
}: {
  meanings: readonly MeaningView[];
  quietDays: number;
  decide: Decide;
  saveQuietDays: SaveQuietDays;
}) {
  const [locale, t] = await Promise.all([getLocale(), getTranslator("progressSettings")]);
  const open = meanings.filter(({ meaning }) => meaning === null).length;
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["progressSettings", "progress", "errors", "common"])}
    >
      <ProgressIcons />
      <div className="flex flex-col gap-6">
        <PageHeader title={t("title")} description={t("description")} />
        <section className="flex flex-col gap-3">
          <div>
            <h2 className="font-semibold text-base">{t("meaningsTitle")}</h2>
            <p className="mt-0.5 max-w-prose text-ink-soft text-sm">{t("meaningsText")}</p>
            {open > 0 ? (
              <p className="mt-2 font-medium text-sm text-warning-ink">{t("openTitle", { count: open })}</p>
            ) : null}
          </div>
          <Table label={t("table")}>
            <thead>
              <tr>
                <ColumnHeader>{t("columns.value")}</ColumnHeader>
                <ColumnHeader className="max-sm:hidden">{t("columns.place")}</ColumnHeader>
                <ColumnHeader>{t("columns.meaning")}</ColumnHeader>
                <ColumnHeader className="max-md:hidden">{t("columns.decided")}</ColumnHeader>
              </tr>
            </thead>
            <tbody>
              {meanings.map((meaning) => (
                <MeaningRow key={`${meaning.place} ${meaning.raw}`} value={meaning} decide={decide} />
              ))}
            </tbody>
          </Table>
        </section>
        <Card title={t("quietTitle")} description={t("quietText")}>
          <QuietDaysForm days={quietDays} save={saveQuietDays} />
        </Card>
      </div>
    </ClientMessagesProvider>
  );
}

async function MeaningRow({ value, decide }: { value: MeaningView; decide: Decide }) {
  const { place, raw, meaning } = value;
  return (
    <Row>
      <Cell className="[overflow-wrap:anywhere]">
        <span className="mono-id">{raw}</span>
        <span className="mt-0.5 block text-ink-faint text-xs sm:hidden">{place}</span>
      </Cell>
      <Cell className="text-ink-soft max-sm:hidden">{place}</Cell>
      <Cell>
        <MeaningSelect place={place} raw={raw} meaning={meaning} decide={decide} />
      </Cell>
      <Cell className="text-ink-soft text-sm max-md:hidden">
        <Decided value={value} />
      </Cell>
    </Row>
  );
}

async function Decided({ value: { decidedAt, decidedByName, meaning, seenAt } }: { value: MeaningView }) {
  const [t, style] = await Promise.all([getTranslator("progressSettings"), getTimeStyle()]);
  if (decidedAt)
    return t("decidedBy", {
      name: decidedByName ?? "",
      time: formatDateTime(new Date(decidedAt), style),
    });
  if (meaning !== null) return t("builtIn");
  return (
    <TimeText at={seenAt} style={style}>
      {t("seenAt", { time: formatDateTime(new Date(seenAt), style) })}
    </TimeText>
  );
}
