import { Readable } from "node:stream";
import { entryWords } from "@/components/audit/entry-words";
import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import { readAuditForExport, recordAuditExport } from "@/lib/audit/log/export";
import { type AuditFilter, readAuditFilter } from "@/lib/audit/log/filter";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { readForm } from "@/lib/http/request-body";
import { TIME_ZONE_LABELS } from "@/lib/i18n/format";
import { answerWithFile, takeDownloadSlot } from "@/lib/server/download";
import { getLocale, getTranslator } from "@/lib/server/language";
import { defineRoute } from "@/lib/server/route-handler";
import type { Cell } from "@/lib/spreadsheet/cells/written-cell";
import { csvFile, localTime } from "@/lib/spreadsheet/csv/write";

const LONGEST_QUERY = 1_000;

/** What the log shows, all pages of it, as CSV. Written into the log itself before the first line leaves. */
export const POST = defineRoute({
  permission: "audit.read",
  async handler({ actor, request }) {
    const filter = readFilter((await readForm(request)).get("query"));
    const slot = takeDownloadSlot(actor);
    const now = new Date();
    const reading = await readAuditForExport(actor, filter, now).catch((error) => {
      slot.free();
      throw error;
    });
    try {
      await recordAuditExport(actor, { filter, entries: reading.count });
      const { headings, cellsOf } = await describeTable(actor);
      const rows = mapBatches(reading.batches, cellsOf);
      const body = Readable.from(csvFile(headings, rows, actor.timeZone), { objectMode: false });
      body.once("close", () => void reading.close());
      return answerWithFile(actor, {
        body,
        slot,
        signal: request.signal,
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${fileName(actor, now)}"`,
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

function readFilter(query: unknown): AuditFilter {
  if (typeof query !== "string" || query.length > LONGEST_QUERY) throw new AppError("bad_input");
  const { filter, dropped } = readAuditFilter(Object.fromEntries(new URLSearchParams(query)));
  // What is not understood would let more through than was shown.
  if (dropped.length > 0) throw new AppError("bad_input");
  return { ...filter, cursor: null };
}

async function describeTable({ timeZone }: UserActor) {
  const [locale, audit, layout, imports, common] = await Promise.all([
    getLocale(),
    getTranslator("audit"),
    getTranslator("layout"),
    getTranslator("imports"),
    getTranslator("common"),
  ]);
  const say = { locale, audit, layout, imports };
  const cellsOf = (entry: AuditLogEntry): Cell[] => {
    const { who, what, about, said, facts } = entryWords(entry, say);
    const details = said ?? facts.map(([name, value]) => `${name}: ${value}`).join("; ");
    return [entry.id, entry.at, who, what, about, details, entry.action];
  };
  return {
    headings: [
      audit("columns.number"),
      `${audit("columns.when")} (${TIME_ZONE_LABELS[timeZone]})`,
      audit("columns.who"),
      audit("columns.what"),
      audit("columns.about"),
      common("details"),
      audit("columns.code"),
    ],
    cellsOf,
  };
}

async function* mapBatches(
  batches: AsyncIterable<AuditLogEntry[]>,
  cellsOf: (entry: AuditLogEntry) => Cell[],
): AsyncGenerator<Cell[][]> {
  for await (const batch of batches) yield batch.map(cellsOf);
}

/** `mitra-audit-2026-11-12-1405-WIB.csv`. */
function fileName({ timeZone }: UserActor, now: Date): string {
  const time = localTime(now, timeZone).slice(0, 16).replace(" ", "-").replace(":", "");
  return `mitra-audit-${time}-${TIME_ZONE_LABELS[timeZone]}.csv`;
}
