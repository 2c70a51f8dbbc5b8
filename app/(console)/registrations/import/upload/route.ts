import { receiveFile } from "@/lib/imports/upload";
import { UPLOAD_MAX_BYTES } from "@/lib/imports/upload-limits";
import { defineRoute } from "@/lib/server/route-handler";

/**
 * Takes a spreadsheet in as the raw body, streamed; its name is in `X-File-Name`, encoded as a part of an address.
 * Answers `{id}` of the batch that a worker now reads, or `{error: {code}}`: `too_large` (413) or `empty` (400).
 */
export const POST = defineRoute({
  permission: "registrations.write",
  async handler({ actor, request }) {
    const result = await receiveFile(actor, {
      name: readName(request.headers.get("x-file-name")),
      bytes: request.body ?? nothing(),
      announcedBytes: readLength(request.headers.get("content-length")),
    });
    switch (result.kind) {
      case "received":
        return Response.json({ id: result.id }, { status: 201 });
      case "too_large":
        return refusal(413, "too_large", { maxMb: UPLOAD_MAX_BYTES / 1024 / 1024 });
      case "empty":
        return refusal(400, "empty");
    }
  },
});

function refusal(status: number, code: "too_large" | "empty", params: Record<string, number> = {}): Response {
  return Response.json({ error: { code, params } }, { status });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A name that cannot be decoded is none: the file is what counts. */
function readName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? "");
  } catch {
    return "";
  }
}

function readLength(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
