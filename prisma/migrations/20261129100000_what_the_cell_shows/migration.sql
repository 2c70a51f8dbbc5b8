-- AlterTable
ALTER TABLE "import" ADD COLUMN     "facts" JSONB,
ADD COLUMN     "sheet" TEXT;

-- AlterTable
ALTER TABLE "import_row" ADD COLUMN     "is_hidden" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kinds" JSONB;
