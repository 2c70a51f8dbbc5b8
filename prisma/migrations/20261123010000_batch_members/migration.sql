-- The registrations of a batch, whoever made them, are told without its rows. Partial, since most rows of a batch that
-- is only read have none.
CREATE INDEX "import_row_members" ON "import_row"("import_id", "registration_id") WHERE "registration_id" IS NOT NULL;
