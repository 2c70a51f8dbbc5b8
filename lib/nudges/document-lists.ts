import { database } from "@/lib/db";
import { askedKey, documentKey, documentQueryFor, type NudgeDocument } from "./documents";
import { REFRESH_DOCUMENTS } from "./queue";

/** So long DOKU's list is kept before it is asked for anew. */
const KEPT_HOURS = 24;
/** So long nobody asks again, whatever became of it. */
export const ASKED_HOURS = 1;

type Row = { documents: NudgeDocument[] | null; fetchedAt: Date | null; isWanted: boolean };

const READ = `
  select kept.documents, kept.fetched_at as "fetchedAt",
         coalesce(kept.fetched_at < clock_timestamp() - interval '${KEPT_HOURS} hours', true)
           and coalesce(asked.fetched_at < clock_timestamp() - interval '${ASKED_HOURS} hours', true) as "isWanted"
    from (select) one
    left join document_list kept on kept.credential_id = $1 and kept.query = $2
    left join document_list asked on asked.credential_id = $1 and asked.query = $3`;

/**
 * DOKU's list of documents as it is kept; null where there is none to be used. Nobody waits for DOKU: where it is missing
 * or old a worker is asked to fetch it, for who looks next, unless DOKU was asked just now.
 */
export async function readDocuments(
  credentialId: string,
  legalEntity: string | null,
): Promise<{ documents: NudgeDocument[]; fetchedAt: string } | null> {
  const query = documentKey(documentQueryFor(legalEntity));
  const { pool } = database();
  const { rows } = await pool.query<Row>(READ, [credentialId, query, askedKey(query)]);
  const { documents, fetchedAt, isWanted } = rows[0] ?? { documents: null, fetchedAt: null, isWanted: true };
  if (isWanted) await REFRESH_DOCUMENTS.enqueue(pool, { credentialId, query });
  if (!documents || !fetchedAt || documents.length === 0) return null;
  return { documents, fetchedAt: fetchedAt.toISOString() };
}
