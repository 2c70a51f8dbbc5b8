-- AlterTable
ALTER TABLE "holder" ADD COLUMN     "environment" "environment";

-- CreateTable
CREATE TABLE "origin" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "identity" TEXT NOT NULL,
    "noted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "origin_pkey" PRIMARY KEY ("id")
);
