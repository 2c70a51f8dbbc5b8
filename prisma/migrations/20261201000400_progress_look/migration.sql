-- Whom to ask DOKU about next. What was never planned is due since its invitation.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "registration_look" ON "registration"("credential_id", (coalesce("look_at", "invited_at")), "id")
  WHERE "status" = 'INVITED' AND "archived_at" IS NULL;
