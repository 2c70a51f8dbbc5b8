-- What a person wants to come back to.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_follow_up" ON "registration"("environment", "follow_up_at", "id")
  INCLUDE ("owner_id") WHERE "follow_up_at" IS NOT NULL AND "archived_at" IS NULL;
