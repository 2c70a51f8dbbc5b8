DROP INDEX "import_row_registration_id_idx";
-- A file is kept for a minute: pressing its pieces takes longer than writing them.
ALTER TABLE "import_part" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
-- No plan depends on what is in these: to count it takes longer than all else of ANALYZE.
ALTER TABLE "import_row" ALTER COLUMN "cells" SET STATISTICS 0,
  ALTER COLUMN "kinds" SET STATISTICS 0,
  ALTER COLUMN "problems" SET STATISTICS 0,
  ALTER COLUMN "warnings" SET STATISTICS 0,
  ALTER COLUMN "accepted_reason" SET STATISTICS 0,
  ALTER COLUMN "reference_key" SET STATISTICS 0,
  ALTER COLUMN "name_key" SET STATISTICS 0,
  ALTER COLUMN "representative_email_key" SET STATISTICS 0,
  ALTER COLUMN "invited_user_email_key" SET STATISTICS 0,
  ALTER COLUMN "phone_e164" SET STATISTICS 0;
