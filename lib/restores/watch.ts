import type { ClientBase } from "pg";
import { findRestoreSign, type Mark, markOf } from "@/lib/restores/mark";
import { createMarkFiles } from "@/lib/restores/mark-files";
import { noticeRestore } from "@/lib/restores/notice";
import { readFacts } from "@/lib/restores/read-facts";

/** Compares the database with what this process, and the ones before it, have noted of it. */
export type RestoreWatch = {
  /**
   * Looks whether the database was put back, has all that follows from it done if it was, and notes down how far the
   * database has come. Answers whether it is no longer the one of the last look: then whatever this process wrote into
   * it, its row among the holders too, may be gone.
   *
   * `client` is any connection to it; throws what the connection throws.
   */
  look(client: ClientBase): Promise<{ isSame: boolean }>;
};

/** `connectionString` reaches the database directly. `folder` is a place outside of it, or null where there is none. */
export function watchForRestores({
  connectionString,
  folder,
}: {
  connectionString: string;
  folder: string | null;
}): RestoreWatch {
  const files = folder === null ? null : createMarkFiles(folder);
  let own: Mark | null = null;
  return {
    async look(client) {
      // Before the database is asked: what another process notes down meanwhile is ahead of the answer.
      const marks = [...((await files?.read()) ?? []), ...(own ? [own] : [])];
      let facts = await readFacts(client, marks);
      if (findRestoreSign(facts, marks)) facts = await noticeRestore(connectionString, marks);
      const mark = markOf(facts);
      const isSame =
        own === null || (own.database === mark.database && own.restores.at(-1) === mark.restores.at(-1));
      own = mark;
      await files?.replaceBy(mark);
      return { isSame };
    },
  };
}
