-- CreateEnum
CREATE TYPE "bulk_kind" AS ENUM ('retry', 'check', 'assign', 'archive', 'restore');

-- CreateEnum
CREATE TYPE "bulk_status" AS ENUM ('running', 'stopping', 'stopped', 'finished');

-- DropIndex
DROP INDEX "registration_environment_archived_at_idx";

-- DropIndex
DROP INDEX "registration_environment_created_at_id_idx";

-- DropIndex
DROP INDEX "registration_environment_owner_id_created_at_id_idx";

-- DropIndex
DROP INDEX "registration_environment_status_created_at_id_idx";

-- AlterTable
ALTER TABLE "registration" ADD COLUMN     "cause" TEXT;

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "default_view_id" UUID;

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "query" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_job" (
    "id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "kind" "bulk_kind" NOT NULL,
    "status" "bulk_status" NOT NULL DEFAULT 'running',
    "query" TEXT,
    "assignee_id" UUID,
    "created_by_id" UUID NOT NULL,
    "undo_of_id" UUID,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "job_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "registration_id" UUID NOT NULL,
    "outcome" TEXT,
    "owner_before_id" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("job_id","position")
);

-- CreateTable
CREATE TABLE "playbook_entry" (
    "cause" TEXT NOT NULL,
    "meaning" TEXT NOT NULL,
    "fix" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "playbook_entry_pkey" PRIMARY KEY ("cause")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_owner_id_name_key" ON "saved_view"("owner_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_job_undo_of_id_key" ON "bulk_job"("undo_of_id");

-- CreateIndex
CREATE INDEX "bulk_job_environment_created_at_idx" ON "bulk_job"("environment", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_default_view_id_fkey" FOREIGN KEY ("default_view_id") REFERENCES "saved_view"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_undo_of_id_fkey" FOREIGN KEY ("undo_of_id") REFERENCES "bulk_job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playbook_entry" ADD CONSTRAINT "playbook_entry_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- What of a bulk job is still to be done.
CREATE INDEX "bulk_item_pending" ON "bulk_item"("job_id", "position") WHERE "outcome" IS NULL;

-- The ways through the list, newest first. Each ends in a key to go on from, and carries what else may be
-- filtered by, so that a page reads nothing but the index until it has its fifty rows. All statuses are the merge
-- of one walk each. They are partial because most of what anyone looks at is not archived, and Prisma, which
-- cannot write them down, leaves partial indexes alone.
CREATE INDEX "registration_list" ON "registration"("environment", "status", "created_at" DESC, "id" DESC)
  INCLUDE ("owner_id", "credential_id", "cause", "referral_code") WHERE "archived_at" IS NULL;
CREATE INDEX "registration_list_updated" ON "registration"("environment", "status", "updated_at" DESC, "id" DESC)
  INCLUDE ("owner_id", "credential_id", "cause", "referral_code") WHERE "archived_at" IS NULL;
CREATE INDEX "registration_list_owner" ON "registration"("environment", "owner_id", "status", "created_at" DESC, "id" DESC)
  INCLUDE ("credential_id", "cause", "referral_code") WHERE "archived_at" IS NULL;
CREATE INDEX "registration_list_archived" ON "registration"("environment", "status", "created_at" DESC, "id" DESC)
  WHERE "archived_at" IS NOT NULL;
CREATE INDEX "registration_list_cause" ON "registration"("environment", "cause", "created_at" DESC, "id" DESC)
  INCLUDE ("status", "owner_id", "credential_id") WHERE "archived_at" IS NULL AND "cause" IS NOT NULL;
CREATE INDEX "registration_list_referral" ON "registration"("environment", "referral_code", "created_at" DESC, "id" DESC)
  INCLUDE ("status", "owner_id", "credential_id", "cause") WHERE "archived_at" IS NULL AND "referral_code" <> '';
