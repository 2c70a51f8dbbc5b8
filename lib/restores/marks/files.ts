import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { logger } from "@/lib/logger";
import { type Mark, markSchema } from "@/lib/restores/marks/mark";

/**
 * Marks kept in a folder that is not part of the database's files, so that they do not go back with it. Each mark is a
 * file of its own, and whoever has written a newer one removes those that it has read before: so no process can put an
 * older mark in the place of a newer one, however late it comes.
 *
 * Nothing here throws. What cannot be read or written is told in the log, once, and nothing is concluded from it.
 */
export type MarkFiles = {
  read(): Promise<readonly Mark[]>;
  /** Writes the mark, and removes all that the last `read` answered of the same database. */
  replaceBy(mark: Mark): Promise<void>;
};

const ENDING = ".mark";
/** More of them, or larger ones, are no work of ours. */
const MOST_FILES = 1_000;
const MOST_BYTES = 1024 * 1024;

export function createMarkFiles(folder: string): MarkFiles {
  const warned = new Set<string>();
  let found: { file: string; mark: Mark }[] = [];

  function warn(subject: string, message: string, error?: unknown): void {
    if (warned.has(subject)) return;
    warned.add(subject);
    logger.warn({ ...(error ? { err: error } : {}), file: subject }, message);
  }

  async function readOne(file: string): Promise<Mark | null> {
    try {
      if ((await stat(file)).size > MOST_BYTES) throw new Error("it is too large");
      const mark = markSchema.parse(JSON.parse(await readFile(file, "utf8")));
      if (path.basename(file).startsWith(prefixOf(mark))) return mark;
      warn(file, `this mark speaks of another database than its name; ${UNTOLD}`);
    } catch (error) {
      // Another process was faster with a newer one.
      if (!isCode(error, "ENOENT")) warn(file, `this mark cannot be read; ${UNTOLD}`, error);
    }
    return null;
  }

  return {
    async read() {
      found = [];
      try {
        const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).slice(0, MOST_FILES);
        for (const name of names) {
          const file = path.join(folder, name);
          const mark = await readOne(file);
          if (mark) found.push({ file, mark });
        }
      } catch (error) {
        if (!isCode(error, "ENOENT"))
          warn(folder, `the marks of the database cannot be read; ${UNTOLD}`, error);
      }
      return found.map(({ mark }) => mark);
    },
    async replaceBy(mark) {
      const file = path.join(folder, `${prefixOf(mark)}${mark.beat}${ENDING}`);
      // No two processes have the same count.
      const draft = `${file}.new`;
      try {
        await mkdir(folder, { mode: 0o700 }).catch(unlessThere);
        await writeThrough(draft, JSON.stringify(mark));
        await rename(draft, file);
        const older = found.filter((other) => other.mark.database === mark.database && other.file !== file);
        for (const other of older) await rm(other.file, { force: true });
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        warn(folder, `how far the database has come cannot be noted down here; ${NOT_AFTER_RESTART}`, error);
      }
    },
  };
}

const UNTOLD = "whether the database was put back cannot be told by it";
const NOT_AFTER_RESTART =
  "that a copy of the database's files was put back will be noticed only by processes that ran meanwhile";

function prefixOf({ database }: Mark): string {
  return `${database.replaceAll(/[^0-9a-z]/gi, "-")}-`;
}

/** On the disk before it has its name: a power failure must leave the old mark or the new one, never an empty file. */
async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unlessThere(error: unknown): void {
  if (!isCode(error, "EEXIST")) throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
