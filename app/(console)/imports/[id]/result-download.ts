import { findingWords } from "@/components/import/import-words";
import { refusalText } from "@/components/registrations/refusal-sentences";
import type { UserActor } from "@/lib/authority/actor";
import type { ResultWords } from "@/lib/imports/result/cells";
import { type ResultFileKind, readResultFile } from "@/lib/imports/result/rows";
import { answerWithFile, takeDownloadSlot } from "@/lib/server/download";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { writeSheet } from "@/lib/spreadsheet/write";

/** A batch's result file as an answer, streamed. A reader who goes away ends the reading. */
export async function downloadResults(
  actor: UserActor,
  { importId, kind, signal }: { importId: string; kind: ResultFileKind; signal: AbortSignal },
): Promise<Response> {
  const slot = takeDownloadSlot(actor);
  try {
    const file = await readResultFile(actor, importId, kind, await resultWords());
    const headers = {
      "content-type": CONTENT_TYPES[file.format],
      "content-disposition": `attachment; filename*=UTF-8''${encodeFileName(file.fileName)}`,
      "x-content-type-options": "nosniff",
    };
    return answerWithFile(actor, { body: writeSheet(file), slot, signal, headers });
  } catch (error) {
    slot.free();
    throw error;
  }
}

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** As RFC 8187 wants it: parentheses are no part of its alphabet. */
function encodeFileName(name: string): string {
  return encodeURIComponent(name).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
}

async function resultWords(): Promise<ResultWords> {
  const [imports, problems, status, style, refusals, form] = await Promise.all([
    getTranslator("imports"),
    getTranslator("problems"),
    getTranslator("status"),
    getTimeStyle(),
    getTranslator("refusals"),
    getTranslator("form"),
  ]);
  const said = { imports, problems, status, style, now: new Date() };
  return {
    status: (code) => status(code),
    state: (code) => imports(`rowState.${code}`),
    finding: (finding) => findingWords(finding, said),
    doku: (words) => refusalText({ words }, { refusals, form }),
    whatToDo: (code) => imports(`whatToDo.${code}`),
  };
}
