-- The invited whose turn it is, longest without a change or a nudge first.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_quiet" ON "registration"("environment", (coalesce("stirred_at", "invited_at")), "id")
  INCLUDE ("owner_id") WHERE "status" = 'INVITED' AND "archived_at" IS NULL AND ("progress" IS NULL OR "progress" IN ('INVITED', 'IN_PROGRESS'));
