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
