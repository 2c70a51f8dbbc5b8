-- When the process was last seen to move, by the database's clock. Null for one of an earlier version, which does not
-- write it: of such a process only the lock counts.
ALTER TABLE "holder" ADD COLUMN     "seen_at" TIMESTAMPTZ(3);

-- Since when somebody has looked again and again: nobody's silence counts that began before.
ALTER TABLE "sweep" ADD COLUMN     "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- The few rows whose senders keep dying. Not by anything that a claim writes, which then leaves the indexes alone.
CREATE INDEX "registration_poisoned" ON "registration"("id") WHERE "death_count" >= 3 AND "next_run_at" IS NOT NULL;
