/** A file's bytes at any place; `read` gives fewer than asked for only at the end. */
export type ByteSource = { size: number; read(position: number, length: number): Promise<Uint8Array> };

/** Small enough that what is decoded from a piece hardly counts. */
const PIECE_BYTES = 64 * 1024;

/** All bytes of a file from a position on, piece by piece. */
export async function* piecesOf(source: ByteSource, from = 0): AsyncGenerator<Uint8Array> {
  for (let position = from; position < source.size; position += PIECE_BYTES) {
    yield await source.read(position, Math.min(PIECE_BYTES, source.size - position));
  }
}

/** The same file, with the last piece kept at hand: an archive's list is read in very small bites. */
export function keepingLastPiece(source: ByteSource): ByteSource {
  let start = 0;
  let piece: Uint8Array = new Uint8Array();
  return {
    size: source.size,
    async read(position, length) {
      if (length > PIECE_BYTES) return source.read(position, length);
      if (position < start || position + length > start + piece.length) {
        piece = await source.read(position, Math.min(PIECE_BYTES, source.size - position));
        start = position;
      }
      return piece.subarray(position - start, position - start + length);
    },
  };
}
