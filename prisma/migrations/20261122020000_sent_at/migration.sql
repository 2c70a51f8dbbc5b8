-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "sent_at" TIMESTAMPTZ(3);
