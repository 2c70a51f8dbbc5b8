import { fieldNames } from "@/components/import/field-names";
import type { ImportActions } from "@/components/import/import-actions";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ImportRowView, ImportView } from "@/lib/imports/import-view";
import { proposeColumns } from "@/lib/imports/reading/mapping-proposal";
import { getTranslator } from "@/lib/server/language";
import { MappingForm } from "./mapping-form";

/** Values that help a person to recognise a column. */
const VALUES_SHOWN = 3;
/** One column may fill both addresses. */
const LEAST_COLUMNS = 4;

/** Asks which column is what, with what each probably is. `match` is null for people who may only look. */
export async function MappingCard({
  batch: { id, headings, fields },
  rows,
  match,
}: {
  batch: ImportView;
  rows: readonly ImportRowView[];
  match: ImportActions["match"] | null;
}) {
  const t = await getTranslator("imports");
  if (!match) return <Notice tone="info">{t("mapping.locked")}</Notice>;
  const proposed = proposeColumns(
    headings,
    fields,
    rows.map(({ cells }) => cells),
  );
  const columns = headings.map((heading, place) => ({
    heading,
    values: rows
      .map(({ cells }) => cells[place] ?? "")
      .filter((value) => value !== "")
      .slice(0, VALUES_SHOWN),
    ...(proposed[place] ?? { field: "" as const, by: null, rival: null }),
  }));
  const guesses = proposed.filter(({ by }) => by !== null && by !== "name").length;
  return (
    <Card
      title={t("mapping.title")}
      description={guesses > 0 ? t("mapping.guessed", { count: guesses }) : t("mapping.text")}
    >
      <div className="flex flex-col gap-4">
        {headings.every((heading) => heading === "") ? (
          <Notice tone="info">{t("mapping.noHeadings")}</Notice>
        ) : null}
        {headings.length < LEAST_COLUMNS ? (
          <Notice tone="warning" title={t("mapping.tooFew", { count: headings.length })}>
            {t("mapping.tooFewText")}
          </Notice>
        ) : null}
        <MappingForm
          importId={id}
          columns={columns}
          opened={fields}
          names={await fieldNames()}
          address={`/imports/${id}`}
          match={match}
        />
      </div>
    </Card>
  );
}
