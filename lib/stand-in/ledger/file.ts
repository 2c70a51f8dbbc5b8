import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";

const businessSchema = z.object({
  kind: z.literal("business"),
  businessId: z.string(),
  brandIds: z.array(z.string()),
  partnerRefId: z.string(),
  businessName: z.string(),
  requestId: z.string(),
  clientId: z.string(),
  createdAt: z.string(),
  invitedUserEmail: z.string(),
  body: z.string(),
  bodySha256: z.string(),
});

/** A call that a failure struck: remembered, so that a restart does not strike its repeat again. */
const struckCallSchema = z.object({
  kind: z.literal("struck_call"),
  at: z.string(),
  clientId: z.string(),
  requestId: z.string(),
});

/** What was changed by hand about how a business stands: DOKU would not forget it over a restart either. */
const movedSchema = z.object({
  kind: z.literal("moved"),
  at: z.string(),
  businessId: z.string(),
  change: z.record(z.string(), z.unknown()),
});

const entrySchema = z.discriminatedUnion("kind", [businessSchema, struckCallSchema, movedSchema]);

export type LedgerEntry = z.infer<typeof entrySchema>;

/** An append-only file of entries, one JSON line each. */
export type LedgerFile = {
  /** What the file held when it was opened. */
  entries: LedgerEntry[];
  /** Resolves when the line is in the file. After one write failed, every later one is refused. */
  append(entry: LedgerEntry): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the file, making it and its folder if need be. A last line torn by a killed process is cut
 * off; any other line that is not an entry stops the start, because a ledger that silently forgets
 * a business proves nothing.
 */
export async function openLedgerFile(path: string): Promise<LedgerFile> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "a", 0o600);
  const content = await readFile(path);
  const wholeBytes = content.lastIndexOf("\n") + 1;
  let entries: LedgerEntry[];
  try {
    entries = [...readEntries(content.subarray(0, wholeBytes), path)];
    if (wholeBytes < content.length) await handle.truncate(wholeBytes);
  } catch (problem) {
    await handle.close();
    throw problem;
  }

  // Lines that arrive while a write is under way go out together in the next one.
  let tail: Promise<void> = Promise.resolve();
  let waiting: { lines: string[]; written: Promise<void> } | null = null;

  function append(entry: LedgerEntry): Promise<void> {
    const line = `${JSON.stringify(entry)}\n`;
    if (waiting) {
      waiting.lines.push(line);
      return waiting.written;
    }
    const lines = [line];
    const written = tail.then(() => {
      waiting = null;
      return handle.appendFile(lines.join(""));
    });
    waiting = { lines, written };
    tail = written;
    return written;
  }

  return {
    entries,
    append,
    clear() {
      // A line that comes from now on belongs after the truncation, not to the batch before it.
      waiting = null;
      tail = tail.then(() => handle.truncate(0));
      return tail;
    },
    async close() {
      await tail.catch(() => undefined);
      await handle.close();
    },
  };
}

function* readEntries(content: Buffer, path: string): Generator<LedgerEntry> {
  let lineNumber = 0;
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf("\n", start);
    lineNumber += 1;
    yield readEntry(content.toString("utf8", start, end), `${path}, line ${lineNumber}`);
    start = end + 1;
  }
}

function readEntry(line: string, place: string): LedgerEntry {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${place} is not a ledger entry. Move the file away to begin an empty ledger.`, {
      cause,
    });
  }
}
