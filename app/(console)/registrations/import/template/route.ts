import { Readable } from "node:stream";
import { getLocale } from "@/lib/server/language";
import { defineRoute } from "@/lib/server/route-handler";
import { templateFileName, writeTemplate } from "@/lib/spreadsheet/template";

/** The spreadsheet to fill in, in the person's language: XLSX, or CSV with `?format=csv`. */
export const GET = defineRoute({
  permission: "registrations.write",
  async handler({ request }) {
    const format = new URL(request.url).searchParams.get("format") === "csv" ? "csv" : "xlsx";
    const locale = await getLocale();
    return new Response(Readable.toWeb(writeTemplate(format, locale)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": CONTENT_TYPES[format],
        "content-disposition": `attachment; filename="${templateFileName(format, locale)}"`,
        "x-content-type-options": "nosniff",
      },
    });
  },
});

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
