-- What follows the invitation: progress at DOKU, nudges, follow-ups, notes. The new columns are null in old rows, so none is
-- written; their indexes come after this, each beside the work that goes on.
-- CreateEnum
CREATE TYPE "progress" AS ENUM ('INVITED', 'IN_PROGRESS', 'IN_REVIEW', 'VERIFIED', 'ACTION_NEEDED', 'REJECTED', 'UNKNOWN_VALUE');

-- CreateEnum
CREATE TYPE "progress_source" AS ENUM ('doku', 'person', 'merchant');

-- CreateEnum
CREATE TYPE "nudge_channel" AS ENUM ('whatsapp', 'email', 'copy');

-- CreateEnum
CREATE TYPE "nudge_state" AS ENUM ('handed_over', 'sending', 'sent', 'failed');

-- AlterTable
ALTER TABLE "credential" ADD COLUMN     "look_is_wrapped" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "look_path" VARCHAR(200),
ADD COLUMN     "look_refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "look_sends_query" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "look_signs_query" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "registration" ADD COLUMN     "follow_up_at" TIMESTAMPTZ(3),
ADD COLUMN     "follow_up_note" VARCHAR(500),
ADD COLUMN     "look_at" TIMESTAMPTZ(3),
ADD COLUMN     "nudged_at" TIMESTAMPTZ(3),
ADD COLUMN     "progress" "progress",
ADD COLUMN     "progress_at" TIMESTAMPTZ(3),
ADD COLUMN     "progress_raw" VARCHAR(80),
ADD COLUMN     "progress_since" TIMESTAMPTZ(3),
ADD COLUMN     "progress_source" "progress_source",
ADD COLUMN     "stirred_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "digest_off" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "digest_sent_for" DATE;

-- CreateTable
CREATE TABLE "doku_view" (
    "registration_id" UUID NOT NULL,
    "look_count" INTEGER NOT NULL DEFAULT 0,
    "looked_at" TIMESTAMPTZ(3) NOT NULL,
    "look_ending" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "name" TEXT,
    "email" TEXT,
    "business_type" TEXT,
    "legal_entity" TEXT,
    "statuses" JSONB NOT NULL DEFAULT '[]',
    "brands" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "doku_view_pkey" PRIMARY KEY ("registration_id")
);

-- CreateTable
CREATE TABLE "progress_report" (
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" "progress_source" NOT NULL,
    "progress" "progress" NOT NULL,
    "raw" VARCHAR(80),
    "note" VARCHAR(500),
    "actor_id" UUID,

    CONSTRAINT "progress_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "progress_meaning" (
    "place" VARCHAR(60) NOT NULL,
    "raw" VARCHAR(80) NOT NULL,
    "meaning" "progress",
    "says_nothing" BOOLEAN NOT NULL DEFAULT false,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,

    CONSTRAINT "progress_meaning_pkey" PRIMARY KEY ("place","raw")
);

-- CreateTable
CREATE TABLE "nudge" (
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "channel" "nudge_channel" NOT NULL,
    "state" "nudge_state" NOT NULL,
    "locale" VARCHAR(5) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "reason" VARCHAR(60),
    "was_overridden" BOOLEAN NOT NULL DEFAULT false,
    "actor_id" UUID NOT NULL,
    "job_id" UUID,

    CONSTRAINT "nudge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge_template" (
    "channel" "nudge_channel" NOT NULL,
    "locale" VARCHAR(5) NOT NULL,
    "subject" VARCHAR(200) NOT NULL DEFAULT '',
    "body" VARCHAR(4000) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "author_id" UUID NOT NULL,

    CONSTRAINT "nudge_template_pkey" PRIMARY KEY ("channel","locale")
);

-- CreateTable
CREATE TABLE "document_list" (
    "credential_id" UUID NOT NULL,
    "query" VARCHAR(200) NOT NULL,
    "documents" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_list_pkey" PRIMARY KEY ("credential_id","query")
);

-- CreateTable
CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "text" VARCHAR(2000) NOT NULL,
    "mentioned_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "house_setting" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "quiet_days" INTEGER NOT NULL DEFAULT 3,

    CONSTRAINT "house_setting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "progress_report_registration_id_at_idx" ON "progress_report"("registration_id", "at");

-- CreateIndex
CREATE INDEX "nudge_registration_id_at_idx" ON "nudge"("registration_id", "at");

-- CreateIndex
CREATE INDEX "nudge_at_idx" ON "nudge"("at");

-- CreateIndex
CREATE UNIQUE INDEX "nudge_job_id_registration_id_key" ON "nudge"("job_id", "registration_id");

-- CreateIndex
CREATE INDEX "note_registration_id_at_idx" ON "note"("registration_id", "at");

-- CreateIndex
CREATE INDEX "note_at_idx" ON "note"("at");

-- AddForeignKey
ALTER TABLE "doku_view" ADD CONSTRAINT "doku_view_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "progress_report" ADD CONSTRAINT "progress_report_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "progress_meaning" ADD CONSTRAINT "progress_meaning_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge_template" ADD CONSTRAINT "nudge_template_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "house_setting" DEFAULT VALUES;

-- The values that DOKU's documents and one public client show. An admin may change what they mean.
INSERT INTO "progress_meaning" ("place", "raw", "meaning") VALUES
  ('status', 'UPDATING', 'IN_PROGRESS'),
  ('status', 'ACTIVE', 'VERIFIED'),
  ('status', 'REJECTED', 'REJECTED'),
  ('brands.status', 'UPDATING', 'IN_PROGRESS'),
  ('brands.status', 'ACTIVE', 'VERIFIED'),
  ('brands.status', 'REJECTED', 'REJECTED'),
  ('brands.finance_status', 'PROBATION', 'IN_REVIEW'),
  ('brands.risk_engine_status', 'ON_PROCESS', 'IN_REVIEW'),
  ('services.status', 'UPDATING', 'IN_PROGRESS'),
  ('services.status', 'ACTIVE', 'VERIFIED'),
  ('services.status', 'REJECTED', 'REJECTED');
