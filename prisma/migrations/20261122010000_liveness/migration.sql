-- AlterTable
ALTER TABLE "credential" ADD COLUMN     "blocked_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "blocked_since" TIMESTAMPTZ(3),
ADD COLUMN     "breaker_until" TIMESTAMPTZ(3),
ADD COLUMN     "fault_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "key_version" TEXT,
ADD COLUMN     "next_slot_at" TIMESTAMPTZ(6),
ADD COLUMN     "probe_holder" TEXT,
ADD COLUMN     "probe_until" TIMESTAMPTZ(3),
ADD COLUMN     "rate_lowered_at" TIMESTAMPTZ(3),
ADD COLUMN     "rate_share" DOUBLE PRECISION NOT NULL DEFAULT 1,
ADD COLUMN     "slow_until" TIMESTAMPTZ(3),
ADD COLUMN     "usable_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "registration" ADD COLUMN     "blocked_base_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "death_count" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "holder" (
    "id" UUID NOT NULL,
    "lock_key" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "pool_id" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "holder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweep" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "holder_lock_key_key" ON "holder"("lock_key");

-- CreateIndex
CREATE INDEX "registration_claim_holder_idx" ON "registration"("claim_holder");



-- The one row that says when dead holders were last looked for.
INSERT INTO "sweep" DEFAULT VALUES;
