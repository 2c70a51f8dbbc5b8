-- The quiet ones by whose they are: a person's own stand beside their list, and everyone's are met owner by owner.
-- PostgreSQL counts along an expression without a look at the rows only if the expression's columns are there too.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_quiet_owner" ON "registration"("environment", "owner_id", (coalesce("stirred_at", "invited_at")), "id")
  INCLUDE ("stirred_at", "invited_at") WHERE "status" = 'INVITED' AND "archived_at" IS NULL AND ("progress" IS NULL OR "progress" IN ('INVITED', 'IN_PROGRESS'));
