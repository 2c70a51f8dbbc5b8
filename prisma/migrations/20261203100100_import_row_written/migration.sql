DROP INDEX "import_row_registration_id_idx";
-- A file is kept for a minute: pressing its pieces takes longer than writing them.
ALTER TABLE "import_part" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
