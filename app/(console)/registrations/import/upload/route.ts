import { AppError } from "@/lib/errors";
import { receiveFile } from "@/lib/imports/reading/upload";
import { UPLOAD_MAX_BYTES } from "@/lib/imports/upload-limits";
import { whileSignedIn } from "@/lib/server/living-session";
import { defineRoute } from "@/lib/server/route-handler";
import { createSlots, receiveWithin, SenderSilent } from "@/lib/slots";

/** Uploads of this process at once: each may keep a connection of its own while a slow line delivers. */
const SLOTS = createSlots({ name: "uploads", max: 8, perPerson: 3 });
/** A slow line delivers more, and who delivers less is given up. */
const PATIENCE = { silenceMs: 30_000, minBytes: 16_384 };

/**
 * Takes a spreadsheet in as the raw body, streamed; its name is in `X-File-Name`, encoded as a part of an address.
 * Answers `{id}` of the batch that a worker now reads, or `{error: {code}}`: `too_large` (413), `empty` (400), or
 * `too_slow` (408) where nothing came for half a minute.
 */
export const POST = defineRoute({
  permission: "registrations.write",
  async handler({ actor, request }) {
    const slot = SLOTS.take(actor.id);
    if (!slot) throw new AppError("too_many_requests");
    try {
      const result = await receiveFile(actor, {
        name: readName(request.headers.get("x-file-name")),
        bytes: whileSignedIn(actor, receiveWithin(request.body ?? nothing(), PATIENCE)),
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
    } catch (error) {
      throw error instanceof SenderSilent ? new AppError("too_slow") : error;
    } finally {
      slot.free();
    }
  },
});

/** What was not taken in of the body would hold the connection. */
function refusal(status: number, code: string, params: Record<string, number> = {}): Response {
  return Response.json({ error: { code, params } }, { status, headers: { connection: "close" } });
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
