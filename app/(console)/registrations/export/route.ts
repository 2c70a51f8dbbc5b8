import { Readable } from "node:stream";
import { causeWords } from "@/components/registrations/cause-words";
import { getFilterTranslators } from "@/components/registrations/filter/filter-translators";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { requireFilter } from "@/lib/bulk/selection";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { cellsOf, headingOf, type RowWords } from "@/lib/export/cells";
import {
  type ExportRequest,
  exportRequestSchema,
  isContactColumn,
  XLSX_MAX_ROWS,
} from "@/lib/export/columns";
import { recordExport } from "@/lib/export/record";
import { readForExport } from "@/lib/export/rows";
import { readForm } from "@/lib/http/request-body";
import { formatDateTime, formatNumber, TIME_ZONE_LABELS } from "@/lib/i18n/format";
import { CHIP_FILTERS, type ListFilter } from "@/lib/registrations/list/filter";
import { answerWithFile, takeDownloadSlot } from "@/lib/server/download";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { defineRoute } from "@/lib/server/route-handler";
import type { Cell } from "@/lib/spreadsheet/cells/written-cell";
import { csvFile, localTime } from "@/lib/spreadsheet/csv/write";
import { streamWorkbook } from "@/lib/spreadsheet/xlsx/write";
import { describeFilter } from "../filter-description";

/**
 * The list as a file, all of it, streamed. A form posts to it, so that nothing of what was searched for stands in
 * an address. Written into the audit log before the first row leaves. A reader who goes away ends the query.
 */
export const POST = defineRoute({
  permission: "registrations.export",
  async handler({ actor, request }) {
    const wanted = readRequest(await readForm(request));
    const unmasked = wanted.unmasked && wanted.columns.some(isContactColumn);
    if (unmasked && !can(actor, "registrations.export_unmasked")) throw new AppError("not_allowed");
    const filter = requireFilter(wanted.query);
    const slot = takeDownloadSlot(actor);
    const reading = await readForExport(actor, filter, wanted.ids).catch((error) => {
      slot.free();
      throw error;
    });
    const now = new Date();
    try {
      if (wanted.format === "xlsx" && reading.count > XLSX_MAX_ROWS) throw new AppError("not_possible_now");
      await recordExport(actor, { ...wanted, unmasked, filter, rows: reading.count });
      const table = await describeTable(actor, { ...wanted, unmasked });
      const rows = mapBatches(reading.batches, table.toCells);
      const body =
        wanted.format === "csv"
          ? Readable.from(csvFile(table.headings, rows, actor.timeZone), { objectMode: false })
          : streamWorkbook({
              sheetName: table.sheetName,
              headings: table.headings,
              rows,
              timeZone: actor.timeZone,
              about: await aboutFile(actor, {
                filter,
                unmasked,
                isChosen: wanted.ids.length > 0,
                rows: reading.count,
                now,
              }),
            });
      body.once("close", () => void reading.close());
      return answerWithFile(actor, {
        body,
        slot,
        signal: request.signal,
        headers: {
          "content-type": CONTENT_TYPES[wanted.format],
          "content-disposition": `attachment; filename="${fileName(actor, filter, wanted.format, now)}"`,
          "x-content-type-options": "nosniff",
        },
      });
    } catch (error) {
      slot.free();
      await reading.close();
      throw error;
    }
  },
});

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const satisfies Record<ExportRequest["format"], string>;

function readRequest(form: FormData): ExportRequest {
  const read = exportRequestSchema.safeParse({
    query: form.get("query"),
    format: form.get("format"),
    columns: [...new Set(form.getAll("columns"))],
    unmasked: form.get("unmasked") === "on",
    ids: `${form.get("ids") ?? ""}`.split(",").filter(Boolean),
  });
  if (!read.success) throw new AppError("bad_input");
  return read.data;
}

async function describeTable(
  actor: UserActor,
  { columns, unmasked }: Pick<ExportRequest, "columns" | "unmasked">,
) {
  const [t, list, status, translators] = await Promise.all([
    getTranslator("export"),
    getTranslator("list"),
    getTranslator("status"),
    getFilterTranslators(),
  ]);
  const words: RowWords = {
    status: (code) => status(code),
    archived: status("archived"),
    progress: (code) => translators.progress(code),
    who: (code) => translators.who(code),
    cause: (code, { problem, ...names }) => causeWords(code, translators, { problem, names }),
  };
  const headings = columns.map((column) =>
    headingOf(
      column,
      isContactColumn(column) ? t(`columns.${column}`) : list(`columns.${column}`),
      actor.timeZone,
    ),
  );
  const toCells = (row: Parameters<typeof cellsOf>[0]) => cellsOf(row, { columns, unmasked, words });
  return { sheetName: list("title"), headings, toCells };
}

async function* mapBatches<Row>(
  batches: AsyncIterable<Row[]>,
  toCells: (row: Row) => Cell[],
): AsyncGenerator<Cell[][]> {
  for await (const batch of batches) yield batch.map(toCells);
}

async function aboutFile(
  actor: UserActor,
  {
    filter,
    unmasked,
    isChosen,
    rows,
    now,
  }: { filter: ListFilter; unmasked: boolean; isChosen: boolean; rows: number; now: Date },
) {
  const [t, layout, locale, style, described] = await Promise.all([
    getTranslator("export"),
    getTranslator("layout"),
    getLocale(),
    getTimeStyle(),
    describeFilter(actor, filter),
  ]);
  const facts: [string, Cell][] = [
    [t("about.filter"), isChosen ? t("about.chosen") : described.join("; ") || t("about.noFilter")],
    [t("about.environment"), layout(`environment.${env().doku.environment}`)],
    [t("about.rows"), formatNumber(rows, locale)],
    [t("about.at"), formatDateTime(now, style)],
    [t("about.by"), actor.name],
    [t("about.contacts"), t(unmasked ? "about.unmasked" : "about.masked")],
    [t("about.times"), TIME_ZONE_LABELS[actor.timeZone]],
  ];
  return { sheetName: t("about.sheet"), facts };
}

/** `mitra-sandbox-needs_fix-2026-11-12-1405-WIB.csv`: what a file says about itself where it has no room inside; no personal data. */
function fileName(
  { timeZone }: UserActor,
  filter: ListFilter,
  format: ExportRequest["format"],
  now: Date,
): string {
  const time = localTime(now, timeZone).slice(0, 16).replace(" ", "-").replace(":", "");
  const isNarrowed = filter.query !== "" || CHIP_FILTERS.some((name) => filter[name] !== null);
  const what = `${filter.tab.toLowerCase()}${isNarrowed ? "-filtered" : ""}`;
  return `mitra-${env().doku.environment}-${what}-${time}-${TIME_ZONE_LABELS[timeZone]}.${format}`;
}
