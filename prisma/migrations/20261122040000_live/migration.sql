-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "request_timestamp" TEXT;

-- CreateTable
CREATE TABLE "past_envelope" (
    "registration_id" UUID NOT NULL,
    "request_id" VARCHAR(128) NOT NULL,
    "body_text" TEXT NOT NULL,
    "credential_id" UUID NOT NULL,

    CONSTRAINT "past_envelope_pkey" PRIMARY KEY ("registration_id","request_id")
);

-- AddForeignKey
ALTER TABLE "past_envelope" ADD CONSTRAINT "past_envelope_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "past_envelope" ADD CONSTRAINT "past_envelope_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Tells the web servers what changed, so that open pages show it (lib/live/news.ts reads it). Once a statement,
-- with the ids where they are few. A notifying transaction waits for every other one at its commit, so nothing is
-- said while no page is open anywhere: a web server with open pages holds the lock 'live' in shared mode, and
-- whoever can have it alone for a moment knows that nobody listens.
CREATE FUNCTION "is_live_watched"() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF pg_try_advisory_lock(1818850917, 0) THEN
    PERFORM pg_advisory_unlock(1818850917, 0);
    RETURN false;
  END IF;
  RETURN true;
END
$$;

CREATE FUNCTION "tell_registrations_added"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_live_watched() THEN
    PERFORM pg_notify('mitra_live', 'added');
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION "tell_registrations_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids text[];
BEGIN
  IF is_live_watched() THEN
    ids := ARRAY(SELECT id::text FROM changed LIMIT 21);
    IF cardinality(ids) > 20 THEN
      PERFORM pg_notify('mitra_live', 'many');
    ELSIF cardinality(ids) > 0 THEN
      PERFORM pg_notify('mitra_live', 'changed:' || array_to_string(ids, ','));
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "registration_added" AFTER INSERT ON "registration"
FOR EACH STATEMENT EXECUTE FUNCTION "tell_registrations_added"();

CREATE TRIGGER "registration_changed" AFTER UPDATE ON "registration"
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION "tell_registrations_changed"();

-- What a session sees ends with it.
CREATE FUNCTION "tell_session_over"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('mitra_live', 'session_over:' || NEW.id);
  RETURN NULL;
END
$$;

CREATE TRIGGER "session_over" AFTER UPDATE ON "session"
FOR EACH ROW WHEN (OLD."ended_at" IS NULL AND NEW."ended_at" IS NOT NULL)
EXECUTE FUNCTION "tell_session_over"();
