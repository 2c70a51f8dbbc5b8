-- The invited who were put away, by their progress: without it a rare one is looked for among all of the archive. No row
-- on its way to DOKU is in it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_list_archived_progress" ON "registration"("environment", "progress", "created_at" DESC, "id" DESC)
  INCLUDE ("updated_at", "owner_id", "credential_id", "referral_code") WHERE "status" = 'INVITED' AND "archived_at" IS NOT NULL;
