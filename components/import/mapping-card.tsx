import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { getTranslator } from "@/lib/i18n/server";
import type { ImportRowView, ImportView } from "@/lib/imports/import-view";
import { fieldNames } from "./field-names";
import type { ImportActions } from "./import-actions";
import { MappingForm } from "./mapping-form";

/** Asks which column is what. `match` is null for people who may only look. */
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
  const columns = headings.map((heading, index) => ({
    heading,
    values: rows.map(({ cells }) => cells[index] ?? ""),
    field: fields[index] ?? "",
  }));
  return (
    <Card title={t("mapping.title")} description={t("mapping.text")}>
      <MappingForm
        importId={id}
        columns={columns}
        names={await fieldNames()}
        address={`/imports/${id}`}
        match={match}
      />
    </Card>
  );
}
