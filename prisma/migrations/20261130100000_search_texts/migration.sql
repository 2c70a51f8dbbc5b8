-- What the search box is compared with, in a table of its own: a registration's row is written several times on its way
-- to DOKU, and each time every index of its table with it. This one is written when somebody types.
CREATE TABLE "registration_search" (
    "id" UUID NOT NULL,
    "words" TEXT COLLATE "C" NOT NULL,
    "contacts" TEXT COLLATE "C" NOT NULL,
    "phone_end" VARCHAR(20) COLLATE "C" NOT NULL,
    "reference_end" VARCHAR(64) COLLATE "C" NOT NULL,

    CONSTRAINT "registration_search_pkey" PRIMARY KEY ("id")
);

-- One for both texts; each is looked up by itself, since not everybody may find by contacts.
CREATE INDEX "registration_search_words_contacts_idx" ON "registration_search" USING GIN ("words" gin_trgm_ops, "contacts" gin_trgm_ops);
CREATE INDEX "registration_search_phone_end_idx" ON "registration_search"("phone_end");
CREATE INDEX "registration_search_reference_end_idx" ON "registration_search"("reference_end");

-- The end of DOKU's ids, which is what people read out.
CREATE INDEX "business_id_end" ON "business"(reverse("business_id") text_pattern_ops);
CREATE INDEX "brand_id_end" ON "brand"(reverse("brand_id") text_pattern_ops);

-- A person's name in words: upper case, apostrophes left out, other signs as spaces, as `comparisonName` makes them of
-- what is searched for. Nearly every name is plain, for which there is nothing to compose.
CREATE FUNCTION "person_words"("name" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT upper(translate(CASE WHEN octet_length(name) = char_length(name) THEN name ELSE normalize(name, NFKC) END,
                         '.,-/()&"_;:+*!?#%|\[]{}<>=~^$@''’‘`ʼ', repeat(' ', 30)))
$$;

-- Whether a name holds an address or a number: it is masked for who sees no contacts, and so belongs to the contacts.
CREATE FUNCTION "holds_contact"("name" TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$
  SELECT position('@' IN name) > 0 OR char_length(name) - char_length(translate(name, '0123456789', '')) >= 8
$$;

-- The words of both names that everybody may find by, between spaces so that a word's start is told from its middle.
CREATE FUNCTION "search_words"("business_name" TEXT, "name_key" TEXT, "representative_name" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT ' ' || CASE WHEN holds_contact(business_name) THEN '' ELSE name_key || ' ' END
             || CASE WHEN holds_contact(representative_name) THEN '' ELSE person_words(representative_name) || ' ' END
$$;

-- What only those find by who see contacts: addresses, and the other names.
CREATE FUNCTION "search_contacts"(
    "business_name" TEXT, "name_key" TEXT, "representative_name" TEXT, "representative_email" TEXT, "invited_user_email" TEXT
) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT ' ' || CASE WHEN holds_contact(business_name) THEN name_key || ' ' ELSE '' END
             || CASE WHEN holds_contact(representative_name) THEN person_words(representative_name) || ' ' ELSE '' END
             || upper(representative_email COLLATE "default") || ' '
             || CASE WHEN invited_user_email = representative_email THEN '' ELSE upper(invited_user_email COLLATE "default") || ' ' END
$$;

-- Once for a statement, however many rows a spreadsheet makes with it.
CREATE FUNCTION "add_search_texts"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_search (id, words, contacts, phone_end, reference_end)
  SELECT m.id, search_words(m.business_name, m.name_key, m.representative_name),
         search_contacts(m.business_name, m.name_key, m.representative_name, m.representative_email_key, m.invited_user_email_key),
         reverse(m.phone_e164), reverse(m.partner_ref_key)
    FROM made m;
  RETURN NULL;
END $$;

CREATE FUNCTION "change_search_texts"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM registration_search WHERE id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO registration_search (id, words, contacts, phone_end, reference_end)
  VALUES (NEW.id, search_words(NEW.business_name, NEW.name_key, NEW.representative_name),
          search_contacts(NEW.business_name, NEW.name_key, NEW.representative_name, NEW.representative_email_key, NEW.invited_user_email_key),
          reverse(NEW.phone_e164), reverse(NEW.partner_ref_key))
  ON CONFLICT (id) DO UPDATE
    SET words = excluded.words, contacts = excluded.contacts, phone_end = excluded.phone_end, reference_end = excluded.reference_end;
  RETURN NULL;
END $$;

CREATE TRIGGER "registration_made" AFTER INSERT ON "registration"
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION "add_search_texts"();
-- Sending writes none of these columns.
CREATE TRIGGER "registration_typed_anew"
  AFTER DELETE OR UPDATE OF "business_name", "name_key", "representative_name", "representative_email_key",
                            "invited_user_email_key", "phone_e164", "partner_ref_key"
  ON "registration" FOR EACH ROW EXECUTE FUNCTION "change_search_texts"();

-- Those that were there before: a few thousand in each transaction, so that nobody waits for the whole. What somebody
-- has typed anew meanwhile stays.
CREATE PROCEDURE "fill_search_texts"() LANGUAGE plpgsql AS $$
DECLARE
  last UUID := '00000000-0000-0000-0000-000000000000';
BEGIN
  LOOP
    WITH chunk AS MATERIALIZED (
      SELECT * FROM registration WHERE id > last ORDER BY id LIMIT 5000
    ), filled AS (
      INSERT INTO registration_search (id, words, contacts, phone_end, reference_end)
      SELECT c.id, search_words(c.business_name, c.name_key, c.representative_name),
             search_contacts(c.business_name, c.name_key, c.representative_name, c.representative_email_key, c.invited_user_email_key),
             reverse(c.phone_e164), reverse(c.partner_ref_key)
        FROM chunk c
      ON CONFLICT DO NOTHING
    )
    SELECT id INTO last FROM chunk ORDER BY id DESC LIMIT 1;
    EXIT WHEN last IS NULL;
    COMMIT;
  END LOOP;
END $$;
