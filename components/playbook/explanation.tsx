import BookOpen from "lucide-react/icons/book-open";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { formatDate } from "@/lib/i18n/format";
import type { AttemptExplanation, PlaybookEntryView } from "@/lib/playbook/entry-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { EntryForm, type Explain } from "./entry-form";

/** What the team knows of a cause, and for those who may, the form that says more. `explain` is null for the rest. */
export async function Explanation({
  explanation,
  explain,
}: {
  explanation: AttemptExplanation;
  explain: Explain | null;
}) {
  const t = await getTranslator("playbook");
  const { entry } = explanation;
  return (
    <>
      {entry ? <Entry entry={entry} /> : null}
      {explain ? (
        <DetailsFold summary={t(entry ? "change" : "write")}>
          <EntryForm explanation={explanation} explain={explain} />
        </DetailsFold>
      ) : null}
    </>
  );
}

async function Entry({ entry: { meaning, fix, authorName, updatedAt } }: { entry: PlaybookEntryView }) {
  const [t, style] = await Promise.all([getTranslator("playbook"), getTimeStyle()]);
  return (
    <div className="rounded-lg border border-info-line bg-info-wash px-3.5 py-3">
      <p className="flex items-center gap-1.5 font-medium text-info-ink text-sm">
        <BookOpen aria-hidden="true" className="size-3.5" />
        {t("known")}
      </p>
      <p className="mt-1 whitespace-pre-line [overflow-wrap:anywhere]">{meaning}</p>
      <p className="mt-1 whitespace-pre-line [overflow-wrap:anywhere]">
        <span className="font-medium">{t("fix")}:</span> {fix}
      </p>
      <p className="mt-1.5 text-ink-soft text-xs">
        {t("byAuthor", { person: authorName, date: formatDate(new Date(updatedAt), style) })}
      </p>
    </div>
  );
}
