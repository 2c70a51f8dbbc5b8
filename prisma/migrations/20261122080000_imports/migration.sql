-- CreateEnum
CREATE TYPE "import_format" AS ENUM ('csv', 'xlsx');

-- CreateEnum
CREATE TYPE "import_status" AS ENUM ('reading', 'mapping', 'checking', 'checked', 'canary', 'canary_done', 'sending', 'paused', 'stopped', 'finished', 'refused');

-- CreateEnum
CREATE TYPE "import_row_state" AS ENUM ('unchecked', 'problems', 'warnings', 'ready', 'skipped', 'done', 'sent');

-- AlterTable
ALTER TABLE "registration" ADD COLUMN     "import_id" UUID;

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "credential_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "file_name" VARCHAR(255) NOT NULL,
    "format" "import_format" NOT NULL,
    "bytes" INTEGER NOT NULL,
    "status" "import_status" NOT NULL DEFAULT 'reading',
    "refusal" TEXT,
    "refusal_params" JSONB,
    "delimiter" VARCHAR(1),
    "headings" TEXT[],
    "fields" TEXT[],
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "checked_count" INTEGER NOT NULL DEFAULT 0,
    "hold_after_first" BOOLEAN NOT NULL DEFAULT false,
    "scheduled_at" TIMESTAMPTZ(3),
    "sent_by_id" UUID,
    "sending_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_part" (
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "import_part_pkey" PRIMARY KEY ("import_id","position")
);

-- CreateTable
CREATE TABLE "import_row" (
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "cells" TEXT[],
    "row_key" UUID NOT NULL,
    "state" "import_row_state" NOT NULL DEFAULT 'unchecked',
    "problems" JSONB NOT NULL DEFAULT '[]',
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "accepted_reason" TEXT,
    "left_out" BOOLEAN NOT NULL DEFAULT false,
    "reference_key" TEXT NOT NULL DEFAULT '',
    "name_key" TEXT NOT NULL DEFAULT '',
    "representative_email_key" TEXT NOT NULL DEFAULT '',
    "invited_user_email_key" TEXT NOT NULL DEFAULT '',
    "phone_e164" TEXT NOT NULL DEFAULT '',
    "registration_id" UUID,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("import_id","position")
);

-- CreateTable
CREATE TABLE "import_heading" (
    "user_id" UUID NOT NULL,
    "heading" TEXT NOT NULL,
    "field" TEXT NOT NULL,

    CONSTRAINT "import_heading_pkey" PRIMARY KEY ("user_id","heading")
);

-- CreateIndex
CREATE INDEX "import_environment_created_at_idx" ON "import"("environment", "created_at" DESC);

-- CreateIndex
CREATE INDEX "import_row_row_key_idx" ON "import_row"("row_key");

-- CreateIndex
CREATE INDEX "import_row_registration_id_idx" ON "import_row"("registration_id");

-- AddForeignKey
ALTER TABLE "registration" ADD CONSTRAINT "registration_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_part" ADD CONSTRAINT "import_part_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_heading" ADD CONSTRAINT "import_heading_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- A batch is a filter of the list. Partial, since what comes from the form has none.
CREATE INDEX "registration_list_import" ON "registration"("import_id", "status", "created_at" DESC, "id" DESC)
  WHERE "import_id" IS NOT NULL;
