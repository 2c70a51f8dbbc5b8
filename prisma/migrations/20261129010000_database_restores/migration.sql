-- AlterEnum
ALTER TYPE "bulk_status" ADD VALUE 'paused';

-- AlterTable
ALTER TABLE "origin" ADD COLUMN     "beat" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "import" ADD COLUMN     "pause_reason" TEXT;

-- CreateTable
CREATE TABLE "database_restore" (
    "id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "sign" TEXT NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by_id" UUID,

    CONSTRAINT "database_restore_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "database_restore_position_key" ON "database_restore"("position");

-- AddForeignKey
ALTER TABLE "database_restore" ADD CONSTRAINT "database_restore_settled_by_id_fkey" FOREIGN KEY ("settled_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
