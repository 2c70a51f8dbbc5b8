-- The invited by their progress, walked like a status; a null is "not checked".
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_list_progress" ON "registration"("environment", "progress", "created_at" DESC, "id" DESC)
  INCLUDE ("updated_at", "owner_id", "credential_id", "referral_code", "progress_since") WHERE "status" = 'INVITED' AND "archived_at" IS NULL;
