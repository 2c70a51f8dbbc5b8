import type { ClientBase } from "pg";
import { readFacts } from "@/lib/restores/marks/facts";
import { createMarkFiles } from "@/lib/restores/marks/files";
import { type DatabaseFacts, findRestoreSign, type Mark, markOf } from "@/lib/restores/marks/mark";
import { noticeRestore } from "@/lib/restores/marks/notice";

/** Compares the database with what this process, and the ones before it, have noted of it. */
export type RestoreWatch = {
  /**
   * Looks whether the database was put back, has all that follows from it done if it was, and notes down how far the
   * database has come. Answers whether it is no longer the one of the last look: then whatever this process wrote into
   * it, its row among the holders too, may be gone.
   *
   * `client` is any connection to it, whose limits let go of what a frozen process holds; throws what the connection throws.
   */
  look(client: ClientBase): Promise<{ isSame: boolean }>;
};

/**
 * `connectionString` reaches the database directly. `folder` is a place outside of it, or null where there is none.
 * `beforeParking` writes down again what this process has written down at its start, since that went back too.
 */
export function watchForRestores({
  connectionString,
  folder,
  beforeParking = async () => {},
}: {
  connectionString: string;
  folder: string | null;
  beforeParking?: () => Promise<unknown>;
}): RestoreWatch {
  const files = folder === null ? null : createMarkFiles(folder);
  let own: Mark | null = null;
  /** Of the last look, where its count was committed without waiting for the disk. */
  let pending: { client: ClientBase; mark: Mark } | null = null;

  async function noteDown(mark: Mark): Promise<void> {
    own = mark;
    await files?.replaceBy(mark);
  }

  async function readOrNotice(client: ClientBase, marks: readonly Mark[]): Promise<DatabaseFacts> {
    await client.query("begin");
    const facts = await readFacts(client, marks);
    const sign = findRestoreSign(facts, marks);
    // What tells it must still tell it if this process dies now: a count that is kept might pass the mark.
    await client.query(sign ? "rollback" : "commit");
    if (!sign) return facts;
    try {
      await beforeParking();
      return await noticeRestore(connectionString, { sign, facts, marks });
    } catch (cause) {
      // Not a database that cannot write for a moment, which is no reason to stop: nothing may be sent from here on.
      throw new Error("the database was put back, and what has to follow from it was not done", { cause });
    }
  }

  return {
    async look(client) {
      // It has come to the disk since, unless the server fell, and this connection with it: a count that was lost then
      // must not look as if the database had been put back.
      if (pending?.client === client) await noteDown(pending.mark);
      pending = null;
      // Before the database is asked: what another process notes down meanwhile is ahead of the answer.
      const marks = [...((await files?.read()) ?? []), ...(own ? [own] : [])];
      const facts = await readOrNotice(client, marks);
      const mark = markOf(facts);
      const isSame =
        own === null || (own.database === mark.database && own.restores.at(-1) === mark.restores.at(-1));
      if (facts.waitsForDisk) await noteDown(mark);
      else pending = { client, mark };
      return { isSame };
    },
  };
}
