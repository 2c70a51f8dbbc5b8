-- What was removed because it is older than is kept (MITRA_KEEP_DAYS), and when; see lib/worker/remove-old.ts.
ALTER TABLE "attempt" ADD COLUMN     "cleared_at" TIMESTAMPTZ(3);
ALTER TABLE "import" ADD COLUMN     "rows_removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "emptied_rows" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "bulk_job" ADD COLUMN     "items_removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_items" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "removal_tally" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "answers" INTEGER NOT NULL,
    "spreadsheets" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "bulk_jobs" INTEGER NOT NULL,
    "items" INTEGER NOT NULL,

    CONSTRAINT "removal_tally_pkey" PRIMARY KEY ("id")
);

-- By what never changes while an attempt is recorded, so that recording it still writes no index. By the answer itself
-- it would be smaller, and each recorded answer would be written to all indexes of the table.
CREATE INDEX "attempt_uncleared" ON "attempt"("started_at") WHERE "cleared_at" IS NULL;
CREATE INDEX "import_unemptied" ON "import"("finished_at") WHERE "finished_at" IS NOT NULL AND "emptied_rows" < "row_count";
CREATE INDEX "bulk_job_unremoved" ON "bulk_job"("finished_at") WHERE "finished_at" IS NOT NULL AND "removed_items" < "total";
