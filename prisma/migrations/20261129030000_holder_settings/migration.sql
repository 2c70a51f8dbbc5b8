-- What a living process would send with, so that those which disagree about one credential can be told.
-- A process of an earlier version leaves them empty.
ALTER TABLE "holder" ADD COLUMN "client_id" TEXT, ADD COLUMN "base_url" TEXT, ADD COLUMN "replay" "replay_mode";
