-- As before, and by its own indexes on a young database too. Without statistics IN would read the whole environment by
-- another index and look the addresses up in it, so each address is asked for by itself. And a plan that a connection
-- made while the table was a page long would read the table as a whole for as long as it is kept.
CREATE OR REPLACE FUNCTION "resembles_nothing"("env" "environment", "email" TEXT, "other_email" TEXT, "phone" TEXT, "name" TEXT)
RETURNS BOOLEAN LANGUAGE plpgsql VOLATILE SET enable_seqscan TO off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(keys.hash) FROM (
    SELECT DISTINCT hashtextextended(env::text || kind || value, 0) AS hash
      FROM (VALUES ('email', email), ('email', other_email), ('phone', phone), ('name', "name")) AS known(kind, value)
     WHERE value <> '' ORDER BY 1) AS keys;
  RETURN NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.representative_email_key = email)
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.representative_email_key = other_email)
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.invited_user_email_key = email)
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.invited_user_email_key = other_email)
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.phone_e164 = phone)
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.name_key = "name" AND "name" <> '');
END $$;
