-- The later upload of a file that was not sent, which took its place: nothing of the earlier one is sent any more.
ALTER TABLE "import" ADD COLUMN "replaced_by_id" UUID;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "import"("id") ON DELETE SET NULL ON UPDATE CASCADE;
