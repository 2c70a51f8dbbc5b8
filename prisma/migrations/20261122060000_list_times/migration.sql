-- Each walk by one time carries the other, so that a range of it is told without the table.
DROP INDEX "registration_list";
DROP INDEX "registration_list_updated";
CREATE INDEX "registration_list" ON "registration"("environment", "status", "created_at" DESC, "id" DESC)
  INCLUDE ("updated_at", "owner_id", "credential_id", "cause", "referral_code") WHERE "archived_at" IS NULL;
CREATE INDEX "registration_list_updated" ON "registration"("environment", "status", "updated_at" DESC, "id" DESC)
  INCLUDE ("created_at", "owner_id", "credential_id", "cause", "referral_code") WHERE "archived_at" IS NULL;

-- The archive is walked and counted like every other tab. 40,000 archived rows cost 0.9 s where each had to be
-- fetched to be told apart.
DROP INDEX "registration_list_archived";
CREATE INDEX "registration_list_archived" ON "registration"("environment", "status", "created_at" DESC, "id" DESC)
  INCLUDE ("updated_at", "owner_id", "credential_id", "cause", "referral_code") WHERE "archived_at" IS NOT NULL;
CREATE INDEX "registration_list_archived_updated" ON "registration"("environment", "status", "updated_at" DESC, "id" DESC)
  INCLUDE ("created_at", "owner_id", "credential_id", "cause", "referral_code") WHERE "archived_at" IS NOT NULL;
