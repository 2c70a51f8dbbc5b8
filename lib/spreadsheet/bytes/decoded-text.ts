import { type ByteSource, piecesOf } from "./byte-source";
import { SheetRefusal } from "./refusal";

type Encoding = { name: "utf-8" | "utf-16le" | "utf-16be"; markBytes: number };

const LOOK_AT_BYTES = 4_096;

/**
 * A text file piece by piece, without its byte order mark: UTF-8, or UTF-16 with or without a mark. Throws
 * SheetRefusal `nul_bytes` or `unreadable_text`; another encoding is never guessed, because a wrong guess would
 * change names.
 */
export async function* decodedText(source: ByteSource): AsyncGenerator<string> {
  const { name, markBytes } = encodingOf(await source.read(0, Math.min(LOOK_AT_BYTES, source.size)));
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  for await (const bytes of piecesOf(source, markBytes)) {
    if (name === "utf-8" && bytes.includes(0)) throw new SheetRefusal("nul_bytes");
    const text = decode(() => decoder.decode(bytes, { stream: true }));
    if (text.includes("\0")) throw new SheetRefusal("nul_bytes");
    yield text;
  }
  yield decode(() => decoder.decode());
}

function decode(read: () => string): string {
  try {
    return read();
  } catch (cause) {
    throw new SheetRefusal("unreadable_text", {}, { cause });
  }
}

/** The encoding by a file's first bytes: by its mark, by where NUL bytes stand, else UTF-8. */
export function encodingOf(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return { name: "utf-16le", markBytes: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { name: "utf-16be", markBytes: 2 };
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { name: "utf-8", markBytes: 3 };
  return { name: unmarkedEncoding(start), markBytes: 0 };
}

/** In UTF-16 of mostly Latin text every second byte is NUL, and always the same half. */
function unmarkedEncoding(start: Uint8Array): Encoding["name"] {
  const nuls = [0, 0];
  for (const [place, byte] of start.entries()) if (byte === 0) nuls[place % 2] = (nuls[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  if (even === 0 && odd * 4 > start.length) return "utf-16le";
  if (odd === 0 && even * 4 > start.length) return "utf-16be";
  return "utf-8";
}
