import Link from "next/link";
import type { ImportActions } from "@/components/import/import-actions";
import { fileWords } from "@/components/import/import-words";
import { Notice } from "@/components/ui/notice";
import { formatDateTime } from "@/lib/i18n/format";
import type { ImportView, Replaceable } from "@/lib/imports/import-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { ReplaceButtons } from "./replace-buttons";

/** Asks once whether this upload takes the place of an earlier one with the same rows. */
export async function ReplaceNotice({
  importId,
  earlier,
  replace,
}: {
  importId: string;
  earlier: Replaceable;
  replace: ImportActions["replace"];
}) {
  const [t, style] = await Promise.all([getTranslator("imports"), getTimeStyle()]);
  const name = fileWords(t, earlier);
  return (
    <ReplaceButtons
      importId={importId}
      replacedId={earlier.id}
      name={name}
      title={t("replace.title", { name, time: formatDateTime(new Date(earlier.createdAt), style) })}
      replace={replace}
    >
      {t("replace.text", { missing: earlier.missing, edited: earlier.edited })}
    </ReplaceButtons>
  );
}

/** Says of a batch that a later upload took its place. */
export async function ReplacedNotice({ batch: { replacedBy } }: { batch: Pick<ImportView, "replacedBy"> }) {
  if (!replacedBy) return null;
  const [t, style] = await Promise.all([getTranslator("imports"), getTimeStyle()]);
  const time = formatDateTime(new Date(replacedBy.createdAt), style);
  return (
    <Notice tone="info" title={t("replace.replaced", { name: fileWords(t, replacedBy), time })}>
      {t("replace.replacedText")}{" "}
      <Link
        href={`/imports/${replacedBy.id}`}
        className="underline decoration-line-strong underline-offset-2"
      >
        {t("replace.openLater")}
      </Link>
    </Notice>
  );
}
