-- Whom a note mentions, and when they saw it: read by person, however many notes there are. Those of the last week are
-- told as if nobody had seen them yet.
CREATE TABLE "mention" (
    "note_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "environment" "environment" NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "mention_pkey" PRIMARY KEY ("note_id","user_id")
);

CREATE INDEX "mention_user_id_environment_seen_at_idx" ON "mention"("user_id", "environment", "seen_at");
-- Walked in its order, which no plan can do without it: how many are new is counted however many were seen.
CREATE INDEX "mention_new" ON "mention"("user_id", "environment", "note_id") WHERE "seen_at" IS NULL;

ALTER TABLE "mention" ADD CONSTRAINT "mention_note_id_fkey" FOREIGN KEY ("note_id") REFERENCES "note"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mention" ADD CONSTRAINT "mention_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "mention" ("note_id", "user_id", "environment")
SELECT DISTINCT n."id", u."id", r."environment"
  FROM "note" n JOIN "registration" r ON r."id" = n."registration_id" JOIN "user" u ON u."id" = ANY(n."mentioned_ids")
 WHERE n."at" > CURRENT_TIMESTAMP - INTERVAL '7 days' AND u."id" <> n."author_id";
