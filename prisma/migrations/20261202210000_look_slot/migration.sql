-- The place after the last one that a look took: a send that comes before it need not wait for it.
ALTER TABLE "credential" ADD COLUMN "look_slot_at" TIMESTAMPTZ(6);
