-- Whether a merchant resembles no registration, and nobody can register one that does before this transaction ends. Of
-- two that are alike and come at one moment the second waits here for the first, and then sees it: each statement of
-- a volatile function looks anew, while the statement that calls it goes on seeing what was there when it began.
-- Five questions instead of one with OR, so that each has its index whatever the planner knows.
CREATE FUNCTION "resembles_nothing"("env" "environment", "email" TEXT, "other_email" TEXT, "phone" TEXT, "name" TEXT)
RETURNS BOOLEAN LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(keys.hash) FROM (
    SELECT DISTINCT hashtextextended(env::text || kind || value, 0) AS hash
      FROM (VALUES ('email', email), ('email', other_email), ('phone', phone), ('name', "name")) AS known(kind, value)
     WHERE value <> '' ORDER BY 1) AS keys;
  RETURN NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.representative_email_key IN (email, other_email))
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.invited_user_email_key IN (email, other_email))
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.phone_e164 = phone)
     AND NOT EXISTS (SELECT FROM registration r WHERE r.environment = env AND r.name_key = "name" AND "name" <> '');
END $$;
