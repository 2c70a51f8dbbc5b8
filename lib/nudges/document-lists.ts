import { database } from "@/lib/db";
import { documentKey, documentQueryFor, type NudgeDocument } from "./documents";
import { REFRESH_DOCUMENTS } from "./queue";

/** So long DOKU's list is kept before it is asked for anew. */
const KEPT_HOURS = 24;

/**
 * DOKU's list of documents as it is kept; null where there is none to be used. Nobody waits for DOKU: where it is missing
 * or old a worker is asked to fetch it, for who looks next.
 */
export async function readDocuments(
  credentialId: string,
  legalEntity: string | null,
): Promise<{ documents: NudgeDocument[]; fetchedAt: string } | null> {
  const query = documentKey(documentQueryFor(legalEntity));
  const { pool } = database();
  const { rows } = await pool.query<{ documents: NudgeDocument[]; fetchedAt: Date; isOld: boolean }>(
    `select documents, fetched_at as "fetchedAt",
            fetched_at < clock_timestamp() - interval '${KEPT_HOURS} hours' as "isOld"
       from document_list where credential_id = $1 and query = $2`,
    [credentialId, query],
  );
  const [kept] = rows;
  if (!kept || kept.isOld) await REFRESH_DOCUMENTS.enqueue(pool, { credentialId, query });
  if (!kept || kept.documents.length === 0) return null;
  return { documents: kept.documents, fetchedAt: kept.fetchedAt.toISOString() };
}
