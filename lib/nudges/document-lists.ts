import { database } from "@/lib/db";
import { documentKey, documentQueryFor, type NudgeDocument } from "./documents";

/** DOKU's list of documents as it is kept; null where there is none, or it is not to be used. */
export async function readDocuments(
  credentialId: string,
  legalEntity: string | null,
): Promise<{ documents: NudgeDocument[]; fetchedAt: string } | null> {
  const key = documentKey(documentQueryFor(legalEntity));
  const { rows } = await database().pool.query<{ documents: NudgeDocument[]; fetchedAt: Date }>(
    `select documents, fetched_at as "fetchedAt" from document_list where credential_id = $1 and query = $2`,
    [credentialId, key],
  );
  const [kept] = rows;
  if (!kept || kept.documents.length === 0) return null;
  return { documents: kept.documents, fetchedAt: kept.fetchedAt.toISOString() };
}
