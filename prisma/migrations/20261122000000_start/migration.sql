-- Keys are compared and searched by prefix byte for byte, whatever the collation of the server.
-- Word search by name: trigrams find "kopi" inside "warung kopi senja".
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "environment" AS ENUM ('simulator', 'sandbox', 'production');

-- CreateEnum
CREATE TYPE "replay_mode" AS ENUM ('proven', 'unproven');

-- CreateEnum
CREATE TYPE "secret_source" AS ENUM ('environment_variable', 'sealed');

-- CreateEnum
CREATE TYPE "registration_status" AS ENUM ('DRAFT', 'QUEUED', 'INVITED', 'NEEDS_FIX', 'UNCONFIRMED', 'FAILED');

-- CreateEnum
CREATE TYPE "attempt_kind" AS ENUM ('first', 'retry', 'check', 'send_again');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('accepted', 'refused', 'not_sent', 'rate_limited', 'credential_refused', 'unknown');

-- CreateEnum
CREATE TYPE "signature_verdict" AS ENUM ('verified', 'not_signed', 'mismatch');

-- CreateEnum
CREATE TYPE "business_source" AS ENUM ('doku', 'person');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('admin', 'manager', 'viewer');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'api_key', 'system');

-- CreateEnum
CREATE TYPE "setup_purpose" AS ENUM ('first_admin', 'invitation', 'password_reset');

-- CreateTable
CREATE TABLE "credential" (
    "id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "label" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret_source" "secret_source" NOT NULL DEFAULT 'environment_variable',
    "sealed_secret" BYTEA,
    "base_url" TEXT NOT NULL,
    "replay" "replay_mode" NOT NULL DEFAULT 'unproven',
    "rate_limit" INTEGER,
    "paused_at" TIMESTAMPTZ(3),
    "paused_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registration" (
    "id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "credential_id" UUID NOT NULL,
    "status" "registration_status" NOT NULL,
    "partner_ref_id" VARCHAR(64) NOT NULL,
    "partner_ref_key" VARCHAR(64) COLLATE "C" NOT NULL,
    "business_name" TEXT NOT NULL,
    "representative_name" TEXT NOT NULL,
    "representative_email" TEXT NOT NULL,
    "phone_input" TEXT NOT NULL,
    "phone_country" VARCHAR(2) NOT NULL,
    "invited_user_email" TEXT NOT NULL,
    "referral_code" TEXT NOT NULL,
    "name_key" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "representative_email_key" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "invited_user_email_key" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "phone_e164" VARCHAR(20) NOT NULL DEFAULT '',
    "owner_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "form_key" UUID NOT NULL,
    "duplicate_reason" TEXT,
    "request_id" VARCHAR(128),
    "body_text" TEXT,
    "queued_at" TIMESTAMPTZ(3),
    "give_up_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "next_kind" "attempt_kind",
    "claim_holder" TEXT,
    "claim_epoch" INTEGER NOT NULL DEFAULT 0,
    "claim_until" TIMESTAMPTZ(3),
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "last_outcome" "outcome",
    "problem" TEXT,
    "problem_field" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "invited_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "registration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "attempt_kind" NOT NULL,
    "request_id" VARCHAR(128) NOT NULL,
    "holder" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "key_version" TEXT NOT NULL,
    "actor_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "bytes_written" BOOLEAN,
    "outcome" "outcome",
    "reason" TEXT,
    "http_status" INTEGER,
    "error_code" TEXT,
    "message" TEXT,
    "problem_field" TEXT,
    "masked_answer" TEXT,
    "latency_ms" INTEGER,
    "signature" "signature_verdict",
    "retry_after_ms" INTEGER,
    "reported_business_id" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "business" (
    "id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "business_id" TEXT NOT NULL,
    "partner_ref_id" VARCHAR(64) NOT NULL,
    "registration_id" UUID NOT NULL,
    "source" "business_source" NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "business_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "brand" (
    "id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "brand_id" TEXT NOT NULL,
    "business_row_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "brand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "locale" VARCHAR(5),
    "time_zone" TEXT NOT NULL DEFAULT 'Asia/Jakarta',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_token" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "purpose" "setup_purpose" NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "environment" "environment",
    "registration_id" UUID,
    "subject_id" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "credential_environment_client_id_key" ON "credential"("environment", "client_id");

-- CreateIndex
CREATE UNIQUE INDEX "registration_form_key_key" ON "registration"("form_key");

-- CreateIndex
CREATE INDEX "registration_environment_created_at_id_idx" ON "registration"("environment", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "registration_environment_status_created_at_id_idx" ON "registration"("environment", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "registration_environment_owner_id_created_at_id_idx" ON "registration"("environment", "owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "registration_environment_archived_at_idx" ON "registration"("environment", "archived_at");

-- CreateIndex
CREATE INDEX "registration_credential_id_next_run_at_idx" ON "registration"("credential_id", "next_run_at");

-- CreateIndex
CREATE INDEX "registration_environment_representative_email_key_idx" ON "registration"("environment", "representative_email_key");

-- CreateIndex
CREATE INDEX "registration_environment_invited_user_email_key_idx" ON "registration"("environment", "invited_user_email_key");

-- CreateIndex
CREATE INDEX "registration_environment_phone_e164_idx" ON "registration"("environment", "phone_e164");

-- CreateIndex
CREATE INDEX "registration_environment_name_key_idx" ON "registration"("environment", "name_key");

-- CreateIndex
CREATE INDEX "registration_name_key_idx" ON "registration" USING GIN ("name_key" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "registration_environment_partner_ref_key_key" ON "registration"("environment", "partner_ref_key");

-- CreateIndex
CREATE UNIQUE INDEX "registration_environment_request_id_key" ON "registration"("environment", "request_id");

-- CreateIndex
CREATE INDEX "attempt_request_id_idx" ON "attempt"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_registration_id_number_key" ON "attempt"("registration_id", "number");

-- CreateIndex
CREATE INDEX "business_registration_id_idx" ON "business"("registration_id");

-- CreateIndex
CREATE UNIQUE INDEX "business_environment_business_id_key" ON "business"("environment", "business_id");

-- CreateIndex
CREATE INDEX "brand_business_row_id_idx" ON "brand"("business_row_id");

-- CreateIndex
CREATE UNIQUE INDEX "brand_environment_brand_id_key" ON "brand"("environment", "brand_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key_key" ON "user"("email_key");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "setup_token_token_hash_key" ON "setup_token"("token_hash");

-- CreateIndex
CREATE INDEX "setup_token_user_id_idx" ON "setup_token"("user_id");

-- CreateIndex
CREATE INDEX "audit_entry_registration_id_id_idx" ON "audit_entry"("registration_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- AddForeignKey
ALTER TABLE "registration" ADD CONSTRAINT "registration_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration" ADD CONSTRAINT "registration_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration" ADD CONSTRAINT "registration_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "business" ADD CONSTRAINT "business_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brand" ADD CONSTRAINT "brand_business_row_id_fkey" FOREIGN KEY ("business_row_id") REFERENCES "business"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "setup_token" ADD CONSTRAINT "setup_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- The audit log is append-only: whoever connects as the application cannot rewrite it.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "audit_entry_is_append_only"
BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
