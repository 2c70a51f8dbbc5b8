-- As before, with each of the two addresses asked for by itself: with IN a database that has no statistics yet reads the
-- whole environment by another index and looks the addresses up in it.
CREATE OR REPLACE FUNCTION "resembles_nothing"("env" "environment", "email" TEXT, "other_email" TEXT, "phone" TEXT, "name" TEXT)
RETURNS BOOLEAN LANGUAGE plpgsql VOLATILE AS $$
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
