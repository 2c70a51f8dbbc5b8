-- The invited of whom DOKU wants something, said no, or said what nobody knows, with the day until which each was put off:
-- they are walked and counted without a look at all who were put off.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_list_stuck" ON "registration"("environment", "progress", "created_at" DESC, "id" DESC)
  INCLUDE ("updated_at", "owner_id", "credential_id", "referral_code", "follow_up_at")
  WHERE "status" = 'INVITED' AND "archived_at" IS NULL AND "progress" IN ('ACTION_NEEDED', 'REJECTED', 'UNKNOWN_VALUE');
