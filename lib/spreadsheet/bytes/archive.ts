import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { type ByteSource, keepingLastPiece, piecesOf } from "./byte-source";
import { SheetRefusal } from "./refusal";

/** More files than any workbook has, and not so much of each that a list of them would fill the memory. */
const MAX_ENTRIES = 10_000;
const MAX_ENTRY_BYTES = 1_024;

/**
 * How many times its size a file may inflate to, once it is not small any more. Excel's sheets of rows that are all
 * alike come to 13 and, without the places of their cells, to 230; a sheet of empty cells made to stop us comes to 500.
 */
const MAX_RATIO = 100;
const SMALL_BYTES = 64 * 1024 * 1024;

const DEFLATED = 8;
const STORED = 0;

export type Archive = {
  /** Whether there is a file of that name. Names are compared without regard to case, as Excel does. */
  has(name: string): boolean;
  /** Whether it has a file of that name in whatever folder. */
  hasAnywhere(name: string): boolean;
  /**
   * A file's bytes, inflated as fast as they are taken. Throws SheetRefusal `inflates_too_much` behind `maxBytes`, and
   * where it is far larger than what was packed lets expect.
   */
  read(name: string, maxBytes: number): AsyncGenerator<Uint8Array>;
};

/**
 * A ZIP archive at random access; nothing is inflated before it is read. Throws SheetRefusal `broken_workbook`,
 * `encrypted` or `inflates_too_much`; what `source` throws comes through as it is.
 */
export async function openArchive(source: ByteSource): Promise<Archive> {
  const reader = new SourceReader(keepingLastPiece(source));
  const zip = await reader.settle(
    fromRandomAccessReaderPromise(reader, source.size, { autoClose: false, lazyEntries: true }),
  );
  const entries = new Map<string, Entry>();
  const listing = zip.eachEntry();
  for (let count = 0; ; count += 1) {
    if (count > MAX_ENTRIES) throw new SheetRefusal("inflates_too_much");
    const { done, value: entry } = await reader.settle(listing.next());
    if (done) break;
    const name = entry.fileName.toLowerCase();
    const bytes = entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (bytes <= MAX_ENTRY_BYTES && !entries.has(name)) entries.set(name, entry);
  }
  async function* read(name: string, mostBytes: number): AsyncGenerator<Uint8Array> {
    const entry = entries.get(name.toLowerCase());
    if (!entry) throw new SheetRefusal("broken_workbook");
    if (entry.isEncrypted()) throw new SheetRefusal("encrypted");
    if (entry.compressionMethod !== DEFLATED && entry.compressionMethod !== STORED) {
      throw new SheetRefusal("broken_workbook");
    }
    const maxBytes = Math.min(mostBytes, Math.max(SMALL_BYTES, entry.compressedSize * MAX_RATIO));
    if (entry.uncompressedSize > maxBytes) throw new SheetRefusal("inflates_too_much");
    const stream = await reader.settle(zip.openReadStreamPromise(entry));
    yield* checkedBytes(stream, entry, { maxBytes, reader });
  }
  return {
    has: (name) => entries.has(name.toLowerCase()),
    hasAnywhere: (name) =>
      [...entries.keys()].some((entry) => `/${entry}`.endsWith(`/${name.toLowerCase()}`)),
    read,
  };
}

/** Counts what really comes out, since the archive itself says how much it will be, and compares its check sum. */
async function* checkedBytes(
  stream: Readable,
  entry: Entry,
  { maxBytes, reader }: { maxBytes: number; reader: SourceReader },
): AsyncGenerator<Uint8Array> {
  let inflated = 0;
  let sum = 0;
  const pieces: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value: piece } = await reader.settle(pieces.next());
      if (done) break;
      inflated += piece.length;
      if (inflated > maxBytes) throw new SheetRefusal("inflates_too_much");
      sum = crc32(piece, sum);
      yield piece;
    }
  } finally {
    stream.destroy();
  }
  if (sum !== entry.crc32) throw new SheetRefusal("broken_workbook");
}

class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;
  #failure: { error: unknown } | null = null;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false, highWaterMark: 1 });
  }

  /** What the archive's reader says about a damaged file is a refusal; what the source said is not about the file. */
  async settle<Value>(promise: Promise<Value>): Promise<Value> {
    try {
      return await promise;
    } catch (cause) {
      if (this.#failure) throw this.#failure.error;
      throw new SheetRefusal("broken_workbook", {}, { cause });
    }
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* piecesOf({ size: end, read: (position, length) => this.#source.read(position, length) }, start);
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
