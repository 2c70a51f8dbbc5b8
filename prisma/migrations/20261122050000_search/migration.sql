-- What is compared and never shown has the collation of plain bytes: only so does a btree find what begins with
-- the text of the search box, whatever the database's own collation is. The tables are not rewritten, the indexes
-- of these columns are.
ALTER TABLE "registration"
  ALTER COLUMN "partner_ref_key" TYPE VARCHAR(64) COLLATE "C",
  ALTER COLUMN "name_key" TYPE TEXT COLLATE "C",
  ALTER COLUMN "representative_email_key" TYPE TEXT COLLATE "C",
  ALTER COLUMN "invited_user_email_key" TYPE TEXT COLLATE "C",
  ALTER COLUMN "phone_e164" TYPE VARCHAR(20) COLLATE "C";
