-- Rows are written by a statement that holds their batch's own row, so nothing can be left without its batch; looking
-- for it once more for each row takes longer than writing the row.
ALTER TABLE "import_row" DROP CONSTRAINT "import_row_import_id_fkey";
