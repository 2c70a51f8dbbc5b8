-- What a bulk action is started with beside its kind: the language of its reminders, the day and note of its follow-ups. And
-- when it went on after the database had been put back. All null in jobs that are there.
ALTER TABLE "bulk_job" ADD COLUMN "locale" VARCHAR(5),
ADD COLUMN "follow_up_at" TIMESTAMPTZ(3),
ADD COLUMN "follow_up_note" VARCHAR(500),
ADD COLUMN "put_back_at" TIMESTAMPTZ(3);
