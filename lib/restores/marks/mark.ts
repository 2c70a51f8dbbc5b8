import * as z from "zod/mini";

const entrySchema = z.object({ id: z.string().check(z.regex(/^\d{1,19}$/)), print: z.string() });

/** An entry of the audit log: its number, and what tells it from another one that took that number later. */
export type AuditEntryMark = z.infer<typeof entrySchema>;

/** More are no mark of ours. */
const MOST_RESTORES = 10_000;

/** How far the database had come, as somebody noted it down outside of it. */
export const markSchema = z.object({
  /** The server and the database in it, whichever of its histories it goes on with. */
  database: z.string().check(z.minLength(1)),
  /** All restores that had been noticed by then, the newest last. */
  restores: z.array(z.uuid()).check(z.maxLength(MOST_RESTORES)),
  /** The database counts the marks that are taken of it. Every commit before the mark was there with this one. */
  beat: z.int().check(z.positive()),
  /** The newest entry of the audit log. */
  entry: z.nullable(entrySchema),
});
export type Mark = z.infer<typeof markSchema>;

/** What the database says of itself, in the statement that counted one more mark. */
export type DatabaseFacts = Mark & {
  /** Server, timeline and database as they are now, and as they were written down. */
  identity: string;
  identityBefore: string;
  /** Those entries that the marks name, as the audit log has them. */
  entries: readonly AuditEntryMark[];
  /** Whether the count is on the database's disk as soon as it is committed. */
  waitsForDisk: boolean;
};

/** What tells that the database was put back. */
export type RestoreSign =
  /** It is another server, timeline or database than the one written down in it. */
  | "another_server"
  /** It has not come as far yet as a mark says that it had. */
  | "went_back"
  /** An entry of the audit log that a mark names is not there, or is another one. */
  | "entry_lost";

/** What tells that the database was put back since the marks were taken, or null. Pure. */
export function findRestoreSign(facts: DatabaseFacts, marks: readonly Mark[]): RestoreSign | null {
  if (facts.identity !== facts.identityBefore) return "another_server";
  const signs = marks.map((mark) => signOf(facts, mark)).filter((sign) => sign !== null);
  return signs[0] ?? null;
}

function signOf(facts: DatabaseFacts, mark: Mark): RestoreSign | null {
  if (mark.database !== facts.database) return null;
  const last = mark.restores.at(-1);
  if (last !== facts.restores.at(-1)) {
    // Either what the mark would tell is known already, or it tells of a restore that was noticed in what is gone.
    return last === undefined || facts.restores.includes(last) ? null : "went_back";
  }
  // A mark is taken with its own count: the next one is higher.
  if (mark.beat >= facts.beat) return "went_back";
  const { entry } = mark;
  const isThere = !entry || facts.entries.some(({ id, print }) => id === entry.id && print === entry.print);
  return isThere ? null : "entry_lost";
}

/** The mark that the facts are. Pure. */
export function markOf({ database, restores, beat, entry }: DatabaseFacts): Mark {
  return { database, restores, beat, entry };
}
