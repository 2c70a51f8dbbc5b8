import type { Pool } from "pg";
import type { ByteSource } from "@/lib/spreadsheet/sheet";

/** Size of the pieces in which a file is kept; only its last one is smaller. */
export const PART_BYTES = 256 * 1024;

/** A file as it is kept in pieces: the one that was read last is in memory. */
export function openParts(pool: Pool, importId: string, size: number): ByteSource {
  let kept: { position: number; bytes: Uint8Array } | null = null;

  async function readPart(position: number): Promise<Uint8Array> {
    if (kept?.position === position) return kept.bytes;
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: "read-parts",
      text: "select bytes from import_part where import_id = $1 and position = $2",
      values: [importId, position],
    });
    const [part] = rows;
    if (!part) throw new Error(`Piece ${position} of file ${importId} is not there`);
    kept = { position, bytes: part.bytes };
    return part.bytes;
  }

  async function read(from: number, length: number): Promise<Uint8Array> {
    const end = Math.min(from + length, size);
    const pieces: Uint8Array[] = [];
    for (let at = from; at < end; ) {
      const position = Math.floor(at / PART_BYTES);
      const start = at - position * PART_BYTES;
      const piece = (await readPart(position)).subarray(start, start + end - at);
      if (piece.length === 0) break;
      pieces.push(piece);
      at += piece.length;
    }
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  }

  return { size, read };
}
