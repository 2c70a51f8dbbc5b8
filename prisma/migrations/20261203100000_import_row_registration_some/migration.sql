-- A hundred thousand rows are written at once, none of which has a registration yet: it is asked for by those that do.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "import_row_registration" ON "import_row"("registration_id")
  WHERE "registration_id" IS NOT NULL;
